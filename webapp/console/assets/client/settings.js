// The tab Settings: name, access type, enabled, scope, access tokens; and the deletion of the client.

import { openForm } from "../dialog.js";
import { ACCESS_TYPES } from "../methods.js";
import { check, field, scopeHelp, when } from "../parts.js";
import { go, link } from "../router.js";
import { html, nothing } from "../ui.js";
import { accessFields } from "./access.js";
import { member, savedForm } from "./save.js";
import { tokenFields } from "./tokens.js";

export const settingsTab = (model) => ({
  template: () => html`
    <section aria-labelledby="settings-title">
      <h2 class="visually-hidden" id="settings-title">Settings</h2>
      ${savedForm(
        model,
        html`
          ${field({ ...member(model, "client_name"), label: "Name", maxlength: 255 })}
          ${field({ ...member(model, "description"), label: "Description", rows: 2, maxlength: 2000, change: (text) => model.set("description", inOneLine(text)) })}
          ${field({ ...member(model, "access_type"), label: "Access type", choices: ACCESS_TYPES, help: "Only confidential clients have credentials and can authenticate." })}
          ${becomesOpen(model)}
          ${check({ ...member(model, "enabled"), label: "Enabled", help: "A client that is not enabled is refused, on every node within a second." })}
          ${field({ ...member(model, "scope"), label: "Scope", maxlength: 4000, help: scopeHelp(model.value("scope")) })}
          ${field({ ...member(model, "audience"), label: "Audience", rows: 2, help: "The resources that its access tokens may be for: absolute URIs, one on each line. None: this server." })}
          ${model.value("access_type") === "confidential" ? tokenFields(model) : nothing}
          ${accessFields(model)}
        `,
      )}
    </section>
    <p class="text-secondary small">
      Registered ${when(model.base.created_at)}, last changed ${when(model.base.updated_at)}, version ${model.base.version}.
    </p>
    <section class="danger" aria-labelledby="delete-title">
      <h2 id="delete-title">Delete this client</h2>
      <p>It is refused from then on, and its credentials are gone for good. To suspend it, clear “Enabled” instead.</p>
      <button class="btn btn-outline-danger" type="button" @click=${() => openDeletion(model)}>Delete client</button>
    </section>
  `,
});

/** Descriptions have no line breaks. */
const inOneLine = (text) => text.replace(/\s*[\r\n]+\s*/g, " ");

const becomesOpen = (model) =>
  model.base.access_type === "confidential" && model.value("access_type") !== "confidential"
    ? html`<div class="alert alert-warning" role="status">
        Once you save, this client is refused everywhere: its credentials stay registered, and work again when it is confidential
        again.
      </div>`
    : nothing;

function openDeletion(model) {
  let typed = "";
  openForm({
    title: "Delete client",
    label: "Delete for good",
    danger: true,
    ready: () => typed === model.id,
    submit: async () => {
      await model.attempt("DELETE", "");
      model.revert();
      await go(link({ page: "clients" }));
    },
    fields: () => html`
      <p>Type <code>${model.id}</code> to confirm.</p>
      ${field({ name: "confirmation", label: "Client ID", value: typed, change: (value) => (typed = value), autofocus: true })}
    `,
  });
}
