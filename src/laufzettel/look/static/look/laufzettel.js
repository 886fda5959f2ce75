"use strict";
// Small comforts only: every page works without this file.
document.addEventListener("DOMContentLoaded", () => {
  const target = document.querySelector("[data-focus]");
  if (target) target.focus();
});
// A double click must not send a form twice; the server refuses the second anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && form.hasAttribute("data-once")) form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
// While a button is pressed nothing may move, or the click would miss it.
let pressing = false;
document.addEventListener("pointerdown", (event) => { pressing = Boolean(event.target.closest("button, a")); });
document.addEventListener("pointerup", () => { setTimeout(() => { pressing = false; }, 0); });
document.addEventListener("pointercancel", () => { pressing = false; });
["htmx:beforeRequest", "htmx:beforeSwap"].forEach((name) => document.addEventListener(name, (event) => {
  if (pressing) event.preventDefault();
}));
// A message that is no longer true goes with its red frame; the title says whether anything is still wrong.
document.addEventListener("htmx:afterRequest", () => {
  document.querySelectorAll(".kern-form-input--error, .kern-fieldset--error").forEach((box) => {
    if (box.querySelector(".kern-error:not(:empty)")) return;
    box.classList.remove("kern-form-input--error", "kern-fieldset--error");
    box.querySelectorAll("[aria-invalid]").forEach((input) => {
      input.removeAttribute("aria-invalid");
      input.classList.remove("kern-form-input__input--error");
    });
  });
  const list = document.getElementById("fehlerliste");
  if (list && !list.textContent.trim()) document.title = document.title.replace(/^(Fehler|Error): /, "");
});
// Where the device is, only when somebody asks for it; words always do.
document.addEventListener("DOMContentLoaded", () => {
  if (navigator.geolocation) document.querySelectorAll(".lz-locate").forEach((line) => { line.hidden = false; });
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const status = button.parentElement.querySelector("[role=status]");
  const write = (part, degrees) => {
    const input = document.getElementById(`${button.dataset.locate}-${part}`);
    input.value = degrees.toFixed(6).replace(".", ",");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  navigator.geolocation.getCurrentPosition((found) => {
    write("breite", found.coords.latitude);
    write("laenge", found.coords.longitude);
    status.textContent = status.dataset.done;
  }, () => { status.textContent = status.dataset.failed; });
});
// An opened explanation stays open when its amount changes.
let explained = false;
document.addEventListener("htmx:beforeRequest", () => { explained = Boolean(document.querySelector(".lz-explanation[open]")); });
document.addEventListener("htmx:afterRequest", () => {
  if (explained) document.querySelectorAll(".lz-explanation").forEach((part) => { part.open = true; });
});
