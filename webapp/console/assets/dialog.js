// The one dialog that may be open. What it shows is gone from the page when it closes.

import { tellProblem } from "./news.js";
import { alarm, focusProblem } from "./parts.js";
import { afterDrawing, html, nothing, update } from "./ui.js";

let open = null;

/** The dialog that has been given the focus. */
let entered = null;

/**
 * Opens a dialog in the place of the one that may be open.
 *
 * @param dialog title, body: a function that makes its template, closed: what is to be done when it closes, wide; unseen: a function that
 *   tells whether closing it by Escape or the cross would lose something that is shown only this once, so that it asks first
 */
export function openDialog(dialog) {
  open?.closed?.();
  open = dialog;
  update();
}

/** Whether one is open: it must be answered first. */
export const isDialogOpen = () => open !== null;

export function closeDialog() {
  if (open) {
    open.leaving = true;
  }
  document.querySelector("#console dialog")?.close();
}

/** Closes it at the wish of the person in front of it: after a question when something would be lost. */
function leave() {
  if (open?.unseen?.()) {
    open.asking = true;
    update();
    requestAnimationFrame(() => document.getElementById("keep-open")?.focus());
  } else {
    closeDialog();
  }
}

/**
 * A dialog with a form.
 *
 * @param form title, fields(problem): a function that makes the template, submit: what to do, with danger, label: of the button; closed; wide
 */
export function openForm({ title, fields, submit, label, danger, closed, wide, ready = () => true }) {
  const state = { problem: null, busy: false };
  const send = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (state.busy || !ready()) {
      return;
    }
    state.busy = true;
    state.problem = null;
    const dialog = open;
    update();
    try {
      await submit();
      if (open === dialog) {
        closeDialog();
      }
    } catch (problem) {
      state.problem = problem;
    }
    state.busy = false;
    update();
    if (state.problem && open === dialog) {
      focusProblem(form);
    } else if (state.problem) {
      // The dialog was closed meanwhile: the failure is told on the page.
      tellProblem(state.problem);
    }
  };
  openDialog({
    title,
    closed,
    wide,
    body: () => {
      // Before the alarm, which leaves out what stands at a field.
      const content = fields(state.problem);
      return html`
        <form @submit=${send} novalidate autocomplete="off">
          ${alarm(state.problem)} ${content}
          <div class="actions">
            <button class="btn btn-outline-secondary" type="button" @click=${closeDialog}>Cancel</button>
            <button class="btn ${danger ? "btn-danger" : "btn-primary"}" type="submit" ?disabled=${state.busy || !ready()}>
              ${state.busy ? "Please wait…" : label}
            </button>
          </div>
        </form>
      `;
    },
  });
}

/**
 * Asks whether to do something that may be regretted; a promise of the answer.
 *
 * @param question title, text: a template, yes, no: labels of the buttons
 */
export function ask({ title, text, yes, no }) {
  return new Promise((resolve) => {
    let answer = false;
    openDialog({
      title,
      closed: () => resolve(answer),
      body: () => html`
        ${text}
        <div class="actions">
          <button class="btn btn-outline-danger" type="button" @click=${() => ((answer = true), closeDialog())}>${yes}</button>
          <button class="btn btn-primary" type="button" autofocus @click=${closeDialog}>${no}</button>
        </div>
      `,
    });
  });
}

/** Asks whether to leave changes behind; a promise of the answer. */
export const confirmLeaving = () =>
  ask({ title: "Leave without saving?", text: html`<p>What you have changed here has not been saved.</p>`, yes: "Leave", no: "Stay" });

export const dialogTemplate = () =>
  open === null
    ? nothing
    : html`
        <dialog class=${open.wide ? "wide" : ""} aria-labelledby="dialog-title" @cancel=${onCancel} @close=${onClose}>
          <div class="dialog-head">
            <h2 id="dialog-title" tabindex="-1">${open.title}</h2>
            <button class="btn-close" type="button" aria-label="Close" @click=${leave}></button>
          </div>
          ${open.body()} ${open.asking ? question() : nothing}
        </dialog>
      `;

const question = () => html`
  <div class="alert alert-warning mt-3 mb-0" role="alert">
    <p>It was neither copied nor downloaded, and is not shown again.</p>
    <div class="buttons">
      <button class="btn btn-sm btn-primary" id="keep-open" type="button" @click=${stay}>Keep open</button>
      <button class="btn btn-sm btn-outline-danger" type="button" @click=${closeDialog}>Close without it</button>
    </div>
  </div>
`;

function stay() {
  open.asking = false;
  update();
  document.getElementById("dialog-title").focus();
}

/** Escape. The event of a file input comes here too. */
function onCancel(event) {
  if (event.target === event.currentTarget && open?.unseen?.()) {
    event.preventDefault();
    leave();
  }
}

/** The event is asynchronous: another dialog may have been opened in its place by then. */
function onClose({ target }) {
  if (target.open) {
    return;
  }
  // A browser closes a dialog at the second Escape, even if the first one was prevented.
  if (!open?.leaving && open?.unseen?.()) {
    target.showModal();
    leave();
    return;
  }
  closed();
}

function closed() {
  const closing = open;
  open = null;
  closing?.closed?.();
  update();
}

afterDrawing((root) => {
  const dialog = root.querySelector("dialog");
  const another = open !== entered;
  entered = open;
  if (!dialog || !another) {
    return;
  }
  if (dialog.open) {
    // It replaces another dialog: the heading gets the focus, so that it is read out and a repeated Enter has no effect.
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector("#dialog-title")).focus();
  } else {
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector("input, select, textarea, .btn-primary"))?.focus();
  }
});

// A page in the back/forward cache keeps no secret.
addEventListener("pagehide", closed);
