// Who is signed in, and what happens when a session has ended while a page is open: the work stays where it is until somebody has signed in again.

import { render } from "./lib/lit-html.js";
import { html, nothing, update } from "./ui.js";

const place = document.getElementById("session");
let person = "";
let waiting = null;

/** By name, as far as this page knows. */
export const signedIn = () => person;

export function signedInAs(name) {
  person = name;
  update();
}

/** Settles when there is a session again, of the same person or of one who has said to go on. */
export function signedInAgain() {
  begin();
  return waiting.promise;
}

function begin() {
  if (!waiting) {
    waiting = { other: "", tried: false };
    waiting.promise = new Promise((resolve) => (waiting.resolve = resolve));
    draw();
    place.querySelector("dialog").showModal();
  }
}

function goOn(name) {
  const { resolve } = waiting;
  waiting = null;
  place.querySelector("dialog").close();
  draw();
  signedInAs(name);
  resolve();
}

/** Asks without call(), which would wait for its own answer. */
async function whoami() {
  const answer = await fetch("../admin/whoami", { cache: "no-store" }).catch(() => null);
  return answer?.ok ? (await answer.json()).name : undefined;
}

/** Whatever is done from here is done in the name of whoever is signed in, which must be no surprise. */
async function look() {
  const name = await whoami();
  if (name === undefined) {
    if (waiting) {
      waiting.tried = true;
      draw();
    }
  } else if (person && name !== person) {
    begin();
    waiting.other = name;
    draw();
  } else if (waiting) {
    goOn(name);
  }
}

// Whoever has signed in elsewhere comes back to this page.
addEventListener("focus", () => waiting && look());
document.addEventListener("visibilitychange", () => document.hidden || look());

/** A browser closes a dialog at the second Escape, whatever one says to the first. */
function stay({ target }) {
  if (waiting && target.isConnected) {
    target.showModal();
  }
}

const draw = () => render(waiting ? template(waiting) : nothing, place);

const template = ({ other, tried }) => html`
  <dialog aria-labelledby="session-title" @cancel=${(event) => event.preventDefault()} @close=${stay}>
    ${other ? ofAnother(other) : ended(tried)}
  </dialog>
`;

const ended = (tried) => html`
  <h2 id="session-title">Your session has ended</h2>
  <p>Nothing on this page is lost. Sign in again on another page, then come back to this one and go on.</p>
  <p role="status">${tried ? "Nobody is signed in yet." : nothing}</p>
  <div class="actions">
    <button class="btn btn-outline-primary" type="button" @click=${look}>I have signed in</button>
    <a class="btn btn-primary" href="./" target="_blank" rel="noopener">Sign in again</a>
  </div>
`;

const ofAnother = (other) => html`
  <h2 id="session-title">Somebody else has signed in</h2>
  <p role="status">
    This page was <strong>${person}</strong>'s. Whatever is done from here on, and what waits, is done in the name of
    <strong>${other}</strong>.
  </p>
  <div class="actions">
    <button class="btn btn-outline-danger" type="button" @click=${() => location.reload()}>Drop it</button>
    <button class="btn btn-primary" type="button" @click=${() => goOn(other)}>Go on as ${other}</button>
  </div>
`;
