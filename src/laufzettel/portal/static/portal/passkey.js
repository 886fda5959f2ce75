// Passkeys: ask the device, put its answer into the form, send the form. Without this the form stays hidden.
const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (options) => {
  const given = options.publicKey;
  given.challenge = bytesOf(given.challenge);
  if (given.user) given.user.id = bytesOf(given.user.id);
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    for (const known of given[name] || []) known.id = bytesOf(known.id);
  }
  return options;
};

const asText = (credential) => {
  const { id, type, response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = textOf(response[name]);
  }
  return JSON.stringify({ id, rawId: id, type, response: parts, clientExtensionResults: credential.getClientExtensionResults() });
};

const prepare = (form) => {
  if (!window.PublicKeyCredential || !form.dataset.options) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector("[role=status]");
    told.textContent = "";
    try {
      const options = withBytes(JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[form.dataset.passkey](options);
      form.elements.antwort.value = asText(credential);
      form.submit();
    } catch {
      told.textContent = form.dataset.refused;
    }
  });
};

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-passkey]").forEach(prepare));
