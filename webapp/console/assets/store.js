// What the store of the clients can do, and what the person may do, so that nothing is offered that cannot be done.

import { get } from "./api.js";
import { mayChange } from "./session.js";
import { html } from "./ui.js";

/** Asked once: it does not change while the server runs. */
let asked;

export function clientStore() {
  asked ??= get("/server").then(
    ({ body }) => body.store,
    (problem) => {
      asked = undefined;
      throw problem;
    },
  );
  return asked;
}

/** Whether clients can be changed here, by this person. */
export const isChangeable = ({ changes }) => changes && mayChange();

/** Says why nothing can be changed, and how it is done instead. */
export const readOnlyNote = ({ remedy }) =>
  html`<p class="alert alert-info" id="read-only">
    ${mayChange() ? html`The clients are read-only here. ${remedy}` : "You are an auditor: you can read everything here, and change nothing."}
  </p>`;

/** The content without its buttons, and with fields that cannot be edited. */
export const readOnly = (content) => html`<fieldset class="read-only" disabled>${content}</fieldset>`;
