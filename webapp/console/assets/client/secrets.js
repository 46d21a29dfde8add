// A client's secrets: which there are, and how one is made, replaced, revoked. Their values are shown once, when they are made.

import { openForm } from "../dialog.js";
import { counted, life } from "../format.js";
import { tell } from "../news.js";
import { ago, empty, field, lifeBadge, until, when } from "../parts.js";
import { showSecret } from "../secret.js";
import { html, nothing } from "../ui.js";

const LIFETIMES = [
  ["", "does not expire"],
  ["P30D", "30 days"],
  ["P90D", "90 days"],
  ["P180D", "180 days"],
  ["P365D", "one year"],
];

const OVERLAPS = [
  ["PT0S", "not at all: they end now"],
  ["PT1H", "one hour"],
  ["P1D", "one day"],
  ["P7D", "7 days"],
  ["P30D", "30 days"],
];

export const secretsSection = (model) => html`
  <section aria-labelledby="secrets-title">
    <h2 id="secrets-title">Secrets</h2>
    ${model.base.secrets.length ? table(model) : empty("This client has no secret, so it cannot sign in.")}
    <div class="buttons">
      <button class="btn btn-primary" type="button" @click=${() => openMaking(model, true)}>Regenerate Secret</button>
      <button class="btn btn-outline-primary" type="button" @click=${() => openMaking(model, false)}>Add a secret</button>
    </div>
  </section>
`;

const table = (model) => html`
  <div class="sheet" role="group" aria-labelledby="secrets-title" tabindex="0">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Label</th>
          <th scope="col">Created</th>
          <th scope="col">Expires</th>
          <th scope="col">Last used</th>
          <th scope="col"><span class="visually-hidden">Revoke</span></th>
        </tr>
      </thead>
      <tbody>
        ${model.base.secrets.map((secret) => row(model, secret))}
      </tbody>
    </table>
  </div>
`;

/** How far it is stands beside it: a badge only where it is too late. */
const ending = (end) =>
  html`<span class=${life(end) === "expiring" ? "warned" : ""}>${until(end)}</span> ${life(end) === "expired" ? lifeBadge(end) : nothing}`;

const row = (model, secret) => html`
  <tr>
    <th scope="row">${secret.label || html`<span class="text-secondary">without a label</span>`}</th>
    <td>${when(secret.created_at)}</td>
    <td>${secret.expires_at ? ending(secret.expires_at) : "never"}</td>
    <td>${secret.last_used_at ? ago(secret.last_used_at) : "never"}</td>
    <td class="text-end">
      <button
        class="btn btn-sm btn-outline-danger"
        type="button"
        aria-label="Revoke ${secret.label || "the secret without a label"}"
        @click=${() => openRevocation(model, secret)}
      >
        Revoke
      </button>
    </td>
  </tr>
`;

/** @param replace whether it takes the place of the older ones */
function openMaking(model, replace) {
  const asked = { label: "", lifetime: "", overlap: "PT0S" };
  const part = (name) => ({ name, value: asked[name], change: (value) => (asked[name] = value) });
  const others = model.base.secrets.filter(({ expires_at: end }) => life(end) !== "expired").length;
  openForm({
    title: replace ? "Regenerate Secret" : "Add a secret",
    label: replace ? "Regenerate" : "Add",
    submit: async () => {
      const json = {
        label: asked.label,
        ...(asked.lifetime && { lifetime: asked.lifetime }),
        ...(replace && { replace, overlap: asked.overlap }),
      };
      const { body } = await model.act("POST", "/secrets", { json });
      showSecret({ title: "The new secret", client: model.id, secret: body.client_secret });
    },
    fields: (problem) => html`
      ${replace && others ? field({ ...part("overlap"), label: `Keep the ${others === 1 ? "old one" : `${others} old ones`} for`, choices: OVERLAPS, problem, help: "Until the client has its new secret. “Last used” tells when the old one was last needed." }) : nothing}
      ${field({ ...part("lifetime"), label: "The new one expires in", choices: LIFETIMES, problem })}
      ${field({ ...part("label"), label: "Label", maxlength: 100, problem, help: "For you, to tell it from others." })}
    `,
  });
}

function openRevocation(model, secret) {
  const left = model.base.secrets.filter(({ id, expires_at: end }) => id !== secret.id && life(end) !== "expired").length;
  openForm({
    title: "Revoke this secret?",
    label: "Revoke",
    danger: true,
    submit: async () => {
      await model.act("DELETE", `/secrets/${secret.id}`);
      tell("The secret is revoked.");
    },
    fields: () => html`
      <p>${secret.label ? html`“${secret.label}” ` : "It "} is refused from now on, on every node within a second.</p>
      <p>
        ${left ? `${counted(left, "other secret")} of this client ${left === 1 ? "is" : "are"} live.` : html`<strong>It is the last one: the client will not be able to sign in.</strong>`}
      </p>
    `,
  });
}
