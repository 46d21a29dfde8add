// What the store of the clients can do, so that nothing is offered that it cannot.

import { get } from "./api.js";
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

/** Says why nothing can be changed, and how it is done instead. */
export const readOnlyNote = ({ remedy }) =>
  html`<p class="alert alert-info" id="read-only">The clients are read-only here. ${remedy}</p>`;

/** The content without its buttons, and with fields that cannot be edited. */
export const readOnly = (content) => html`<fieldset class="read-only" disabled>${content}</fieldset>`;
