// The one dialog that may be open. What it shows is gone from the page when it closes.

import { tellProblem } from "./news.js";
import { alarm, focusProblem } from "./parts.js";
import { afterDrawing, html, nothing, update } from "./ui.js";

let open = null;

/** The one that the focus was brought into. */
let entered = null;

/**
 * Opens a dialog in the place of the one that may be open.
 *
 * @param dialog title, body: a function that makes its template, closed: what is to be done when it closes, wide
 */
export function openDialog(dialog) {
  open?.closed?.();
  open = dialog;
  update();
}

/** Whether one is open: it wants an answer before anything else. */
export const isDialogOpen = () => open !== null;

export function closeDialog() {
  document.querySelector("#console dialog")?.close();
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
      // Whoever has closed it learns all the same that nothing was done.
      tellProblem(state.problem);
    }
  };
  openDialog({
    title,
    closed,
    wide,
    body: () => html`
      <form @submit=${send} novalidate autocomplete="off">
        ${alarm(state.problem)} ${fields(state.problem)}
        <div class="actions">
          <button class="btn btn-outline-secondary" type="button" @click=${closeDialog}>Cancel</button>
          <button class="btn ${danger ? "btn-danger" : "btn-primary"}" type="submit" ?disabled=${state.busy || !ready()}>
            ${state.busy ? "Please wait…" : label}
          </button>
        </div>
      </form>
    `,
  });
}

/** Asks whether to leave changes behind; a promise of the answer. */
export function confirmLeaving() {
  return new Promise((resolve) => {
    let leave = false;
    openDialog({
      title: "Leave without saving?",
      closed: () => resolve(leave),
      body: () => html`
        <p>What you have changed here has not been saved.</p>
        <div class="actions">
          <button class="btn btn-outline-danger" type="button" @click=${() => ((leave = true), closeDialog())}>Leave</button>
          <button class="btn btn-primary" type="button" autofocus @click=${closeDialog}>Stay</button>
        </div>
      `,
    });
  });
}

export const dialogTemplate = () =>
  open === null
    ? nothing
    : html`
        <dialog class=${open.wide ? "wide" : ""} aria-labelledby="dialog-title" @close=${onClose}>
          <div class="dialog-head">
            <h2 id="dialog-title" tabindex="-1">${open.title}</h2>
            <button class="btn-close" type="button" aria-label="Close" @click=${closeDialog}></button>
          </div>
          ${open.body()}
        </dialog>
      `;

/** The browser tells it later: another one may have been opened in its place by then. */
const onClose = ({ target }) => target.open || closed();

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
    // In the place of another one: it is read out, and a key that is pressed once too often does nothing.
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector("#dialog-title")).focus();
  } else {
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? dialog.querySelector("input, select, textarea, .btn-primary"))?.focus();
  }
});

// A page that is put aside, to come back by the button Back, takes no secret along.
addEventListener("pagehide", closed);
