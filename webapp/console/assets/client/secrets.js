// A client's secrets: the list, and dialogs to add, replace and revoke one. A value is shown once, when it is made.

import { get } from "../api.js";
import { openForm } from "../dialog.js";
import { counted, duration, life, span } from "../format.js";
import { ago, check, empty, field, lifeBadge, until, when } from "../parts.js";
import { showSecret } from "../secret.js";
import { html, nothing, update } from "../ui.js";
import { endingOffer } from "./ending.js";
import { overlaps, waiting } from "./older.js";

/** What the settings of the server say about new secrets. */
let rules = {};

/** Read anew for each dialog, which shows the offers without them until they are there, or where they cannot be read. */
const readRules = () =>
  get("/server").then(
    ({ body }) => ((rules = body), update()),
    () => {},
  );

/** Those that the server would take. */
function lifetimes() {
  const usual = rules.secret_lifetime ?? rules.max_secret_lifetime;
  const longest = rules.max_secret_lifetime ? duration(rules.max_secret_lifetime) : Infinity;
  return [["", usual ? `in ${span(usual)}` : "never"], ...LIFETIMES.filter(([value]) => duration(value) <= longest)];
}

const LIFETIMES = [
  ["P30D", "in 30 days"],
  ["P90D", "in 90 days"],
  ["P180D", "in 180 days"],
  ["P365D", "in one year"],
];

export const secretsSection = (model) => html`
  <section aria-labelledby="secrets-title">
    <div class="section-head">
      <h2 id="secrets-title">Secrets</h2>
      <div class="buttons">
        <button class="btn btn-primary" type="button" @click=${() => openMaking(model, true)}>Regenerate Secret</button>
        <button class="btn btn-outline-primary" type="button" @click=${() => openMaking(model, false)}>Add a secret</button>
      </div>
    </div>
    ${model.base.secrets.length ? table(model) : empty("This client has no secret, so it cannot sign in.")}
  </section>
`;

const table = (model) => html`
  <div class="sheet" role="group" aria-labelledby="secrets-title" tabindex="0">
    <table class="table stacked">
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

/** The remaining time stands beside the date: a badge only once it has expired. */
const ending = (end) =>
  html`<span class=${life(end) === "expiring" ? "warned" : ""}>${until(end)}</span> ${life(end) === "expired" ? lifeBadge(end) : nothing}`;

const isExpired = ({ expires_at: end }) => life(end) === "expired";

/** What is refused already is not revoked, but removed. */
const verb = (secret) => (isExpired(secret) ? "Remove" : "Revoke");

const row = (model, secret) => html`
  <tr>
    <th scope="row">${secret.label ? html`<bdi>${secret.label}</bdi>` : html`<span class="text-secondary">without a label</span>`}</th>
    <td data-label="Created">${when(secret.created_at)}</td>
    <td data-label="Expires">
      ${secret.expires_at ? ending(secret.expires_at) : "never"}
      ${waiting(secret)}
    </td>
    <td data-label="Last used">${secret.last_used_at ? ago(secret.last_used_at) : "never"}</td>
    <td class="text-end">
      <button
        class="btn btn-sm btn-outline-danger"
        type="button"
        aria-label="${verb(secret)} ${secret.label || "the secret without a label"}"
        @click=${() => openRevocation(model, secret)}
      >
        ${verb(secret)}
      </button>
    </td>
  </tr>
`;

/** @param replace whether the older ones end */
function openMaking(model, replace) {
  const asked = { label: "", lifetime: "", overlap: "PT0S", secret: "" };
  let chosen = false;
  const part = (name) => ({ name, value: asked[name], change: (value) => (asked[name] = value) });
  const others = model.base.secrets.filter((secret) => !isExpired(secret)).length;
  const offer = endingOffer();
  const replacesAtOnce = () => replace && others && asked.overlap === "PT0S";
  readRules();
  openForm({
    title: replace ? "Regenerate Secret" : "Add a secret",
    label: replace ? "Regenerate" : "Add",
    submit: async () => {
      const json = {
        label: asked.label,
        ...(asked.lifetime && { lifetime: asked.lifetime }),
        ...(replace && { replace, overlap: asked.overlap }),
        ...(chosen && { secret: asked.secret }),
      };
      const { body } = await model.act("POST", "/secrets", { json });
      showSecret({ title: "The new secret", client: model.id, secret: body.client_secret });
      if (replacesAtOnce()) {
        await offer.follow(model, "The secret is replaced.");
      }
    },
    closed: () => (asked.secret = ""),
    fields: (problem) => html`
      ${replace && others ? field({ ...part("overlap"), label: others === 1 ? "Old secret stops working" : `${others} old secrets stop working`, choices: overlaps(rules.store), problem, help: "Keep it until the client has its new secret. “Last used” tells when an old one was last needed." }) : nothing}
      ${replacesAtOnce() ? offer.template() : nothing}
      ${field({ ...part("lifetime"), label: "Expires", choices: lifetimes(), problem })}
      ${field({ ...part("label"), label: "Label", maxlength: 100, problem, help: "To tell it from other secrets." })}
      ${rules.chosen_secrets === false ? nothing : check({ name: "chosen", label: "Take over an existing secret", help: "Such as the one that the client has at another server; otherwise one is generated, which is safer.", value: chosen, change: (value) => (chosen = value) })}
      ${chosen ? field({ ...part("secret"), label: "Secret", type: "password", maxlength: 255, problem, help: "32 to 255 printable ASCII characters; more where the client signs with it." }) : nothing}
    `,
  });
}

function openRevocation(model, secret) {
  const left = model.base.secrets.filter((other) => other.id !== secret.id && !isExpired(other)).length;
  const expired = isExpired(secret);
  const offer = endingOffer();
  openForm({
    title: `${verb(secret)} this secret?`,
    label: verb(secret),
    danger: true,
    submit: async () => {
      await model.act("DELETE", `/secrets/${secret.id}`);
      await offer.follow(model, expired ? "The expired secret is removed." : "The secret is revoked.");
    },
    fields: () => html`
      <p>
        ${secret.label ? html`“<bdi>${secret.label}</bdi>” ` : "It "}
        ${expired ? "has expired and is refused already; it is only taken off this list." : "is refused from now on, on every node within a second."}
      </p>
      <p>
        ${left ? `${counted(left, "other secret")} of this client ${left === 1 ? "is" : "are"} live.` : html`<strong>${expired ? "No secret of this client is live: it cannot sign in." : "It is the last one: the client will not be able to sign in."}</strong>`}
      </p>
      ${expired ? nothing : offer.template()}
    `,
  });
}
