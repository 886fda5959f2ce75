"use strict";
// Two minutes before the login ends, ask. Nothing on the page is touched, so nothing typed is lost.
{
  const dialog = document.getElementById("sitzung");
  const text = dialog.querySelector("[role=status]");
  const form = dialog.querySelector("form");
  const WARN_S = 120, LONGEST_TIMER_S = 20 * 24 * 3600;
  const asked = text.textContent;
  let timer = 0;
  const left = (options) => fetch(dialog.dataset.address, { cache: "no-store", headers: { Accept: "application/json" }, ...options })
    .then((answer) => answer.json()).then((told) => told.left);
  const over = () => { text.textContent = dialog.dataset.over; form.hidden = true; };
  const plan = (seconds) => {
    clearTimeout(timer);
    if (seconds <= 0) { over(); if (!dialog.open) dialog.showModal(); return; }
    if (seconds > WARN_S) {
      timer = setTimeout(look, Math.min(seconds - WARN_S, LONGEST_TIMER_S) * 1000);
      return;
    }
    text.textContent = asked;
    if (!dialog.open) dialog.showModal();
    timer = setTimeout(look, seconds * 1000);
  };
  // Another window may have stayed alive meanwhile: only the server knows.
  const look = () => left({}).then((seconds) => {
    if (seconds > WARN_S && dialog.open) dialog.close();
    plan(seconds);
  }).catch(() => { timer = setTimeout(look, 15000); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    left({ method: "POST", body: new FormData(form) }).then((seconds) => {
      if (seconds > 0) dialog.close();
      plan(seconds);
    }).catch(() => { text.textContent = dialog.dataset.unreachable; });
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  plan(Number(dialog.dataset.left));
}
