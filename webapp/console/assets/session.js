// The signed-in person, and the dialog when a session has ended while a page is open: the page and its input stay until a new sign-in.

import { render } from "./lib/lit-html.js";
import { html, nothing, update } from "./ui.js";

const place = document.getElementById("session");
let person = "";
let role = "";
let waiting = null;

/** The name of the signed-in person, as this page knows it. */
export const signedIn = () => person;

/** Whether the person may change something; an auditor only reads. */
export const mayChange = () => role !== "auditor";

export function signedInAs(answer) {
  ({ name: person, role } = answer);
  update();
}

/** Settles when there is a session again: of the same person, or of another one after a confirmation. */
export function signedInAgain() {
  begin();
  return waiting.promise;
}

function begin() {
  if (!waiting) {
    waiting = { other: null, tried: false };
    waiting.promise = new Promise((resolve) => (waiting.resolve = resolve));
    draw();
    place.querySelector("dialog").showModal();
  }
}

function goOn(answer) {
  const { resolve } = waiting;
  waiting = null;
  place.querySelector("dialog").close();
  draw();
  signedInAs(answer);
  resolve();
}

/** Asks without call(), which would wait for its own answer. */
async function whoami() {
  const answer = await fetch("../admin/whoami", { cache: "no-store" }).catch(() => null);
  return answer?.ok ? answer.json() : undefined;
}

/** Calls are made in the name of the session's person: when that is another one, it must be confirmed first. */
async function look() {
  const answer = await whoami();
  if (answer === undefined) {
    if (waiting) {
      waiting.tried = true;
      draw();
    }
  } else if (person && answer.name !== person) {
    begin();
    waiting.other = answer;
    draw();
  } else if (waiting) {
    goOn(answer);
  }
}

// A sign-in happens in another tab: noticed when this one is in front again.
addEventListener("focus", () => waiting && look());
document.addEventListener("visibilitychange", () => document.hidden || look());

/** A browser closes a dialog at the second Escape, even if the first one was prevented. */
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
  <p>Nothing on this page is lost. Sign in again in another tab, then come back to this one and continue.</p>
  <p role="status">${tried ? "You are not signed in yet." : nothing}</p>
  <div class="actions">
    <button class="btn btn-outline-primary" type="button" @click=${look}>I have signed in</button>
    <a class="btn btn-primary" href="./" target="_blank" rel="noopener">Sign in again</a>
  </div>
`;

const ofAnother = (other) => html`
  <h2 id="session-title">Another person has signed in</h2>
  <p role="status">
    You were signed in as <strong>${person}</strong>. If you continue, this page's changes, pending ones too, are made as
    <strong>${other.name}</strong>.
  </p>
  <div class="actions">
    <button class="btn btn-outline-danger" type="button" @click=${() => location.reload()}>Discard and reload</button>
    <button class="btn btn-primary" type="button" @click=${() => goOn(other)}>Continue as ${other.name}</button>
  </div>
`;
