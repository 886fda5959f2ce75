"use strict";
// A connection that is gone must not take along what was typed: say so, try again, and keep what cannot arrive.
{
  const form = document.getElementById("frage");
  const line = document.getElementById("verbindung");
  const FIRST_S = 2, LONGEST_S = 30, PROBE_MS = 6000;
  let wait = FIRST_S, timer = 0, isLost = false, isUnsent = false, mayGo = false;
  const say = (text) => { line.textContent = text; };
  const again = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  const lost = () => {
    isLost = true;
    say(isUnsent ? line.dataset.unsent : line.dataset.lost);
    clearTimeout(timer);
    timer = setTimeout(again, wait * 1000);
    wait = Math.min(wait * 2, LONGEST_S);
  };
  const back = () => {
    clearTimeout(timer);
    wait = FIRST_S;
    if (!isLost) return;
    isLost = isUnsent = false;
    say(line.dataset.back);
    timer = setTimeout(() => say(""), 4000);
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 404) { say(line.dataset.over); return; }
    if (event.detail.xhr.status >= 500) lost();
  });
  document.addEventListener("htmx:afterOnLoad", back);
  window.addEventListener("online", () => { if (isLost) again(); });
  window.addEventListener("pageshow", () => { mayGo = false; });
  form.addEventListener("submit", (event) => {
    // Typing asks the server all the time, so a lost connection is known here, and a good one costs nothing.
    if (mayGo || !(isLost || navigator.onLine === false)) return;
    event.preventDefault();
    event.stopPropagation();
    const unsent = () => { isUnsent = true; lost(); };
    fetch(line.dataset.probe, { cache: "no-store", signal: AbortSignal.timeout(PROBE_MS) }).then((answer) => {
      if (!answer.ok) { unsent(); return; }
      mayGo = true;
      form.requestSubmit(event.submitter);
    }).catch(unsent);
  });
}
