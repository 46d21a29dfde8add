// What happens when a session has ended while a page is open: the work stays where it is until somebody has signed in again.

import { html, nothing, render } from "./lib/lit-html.js";

const place = document.getElementById("session");
let waiting = null;

/** Settles when there is a session again. */
export function signedInAgain() {
  waiting ??= begin();
  return waiting.promise;
}

function begin() {
  const ended = {};
  ended.promise = new Promise((resolve) => (ended.resolve = resolve));
  render(template(), place);
  place.querySelector("dialog").showModal();
  return ended;
}

/** Asks without call(), which would wait for its own answer. */
async function look() {
  if (!waiting) {
    return;
  }
  const answer = await fetch("../admin/whoami", { cache: "no-store" }).catch(() => null);
  if (answer?.ok && waiting) {
    place.querySelector("dialog").close();
    render(nothing, place);
    waiting.resolve();
    waiting = null;
  }
}

// Whoever has signed in elsewhere comes back to this page.
addEventListener("focus", look);
document.addEventListener("visibilitychange", look);

const template = () => html`
  <dialog aria-labelledby="session-title" @cancel=${(event) => event.preventDefault()}>
    <h2 class="h5" id="session-title">Your session has ended</h2>
    <p>Nothing on this page is lost. Sign in again on another page, then come back to this one and go on.</p>
    <div class="actions">
      <button class="btn btn-outline-primary" type="button" @click=${look}>I have signed in</button>
      <a class="btn btn-primary" href="./" target="_blank" rel="noopener">Sign in again</a>
    </div>
  </dialog>
`;
