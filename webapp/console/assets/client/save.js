// A form with the buttons Save and Revert.

import { alarm, focusProblem } from "../parts.js";
import { html } from "../ui.js";
import { checkedSource } from "./source-check.js";

export const saveBar = (model) => html`
  <div class="savebar ${model.dirty() ? "dirty" : ""}">
    ${alarm(model.problem)}
    <button class="btn btn-primary" type="submit" ?disabled=${!model.dirty() || model.busy}>${model.busy ? "Please wait…" : "Save"}</button>
    <button class="btn btn-outline-secondary" type="button" ?disabled=${!model.dirty() || model.busy} @click=${model.revert}>Revert</button>
    <span class="text-secondary" role="status">${model.dirty() ? "Not saved yet" : ""}</span>
  </div>
`;

/** A form that saves what was changed of the client. */
export const savedForm = (model, content) => html`
  <form novalidate autocomplete="off" @submit=${(event) => save(event, model)}>${content} ${saveBar(model)}</form>
`;

async function save(event, model) {
  event.preventDefault();
  const form = event.currentTarget;
  const said = await checkedSource(model);
  if (said !== undefined) {
    await model.save(said);
  }
  if (model.conflict) {
    requestAnimationFrame(() => document.getElementById("conflict").focus());
  } else if (model.problem) {
    focusProblem(form);
  }
}

/** The part of a field that shows and changes a member. */
export const member = (model, name) => ({
  name,
  value: model.value(name),
  change: (value) => model.set(name, value),
  problem: model.problem,
});
