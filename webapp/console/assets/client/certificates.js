// A client's registered keys and certificates: their validity, and dialogs to generate, import and remove them.

import { openForm } from "../dialog.js";
import { DAY, date, distance, life } from "../format.js";
import { now } from "../api.js";
import { comparesCertificates } from "../methods.js";
import { ago, badge, empty, lifeBadge, moment, stamp } from "../parts.js";
import { html, nothing, svg } from "../ui.js";
import { endingOffer } from "./ending.js";
import { openGeneration } from "./generate.js";
import { openImport, openRequest } from "./import.js";
import { waiting } from "./older.js";

export const certificatesSection = (model) => html`
  <section aria-labelledby="certificates-title">
    <div class="section-head">
      <h2 id="certificates-title">Registered keys and certificates</h2>
      <div class="buttons">
        <button class="btn btn-primary" type="button" @click=${() => openGeneration(model)}>Generate new keys and certificate</button>
        <button class="btn btn-outline-primary" type="button" @click=${() => openImport(model)}>Import</button>
        <button class="btn btn-outline-primary" type="button" @click=${() => openRequest(model)}>Import a CSR</button>
      </div>
    </div>
    ${
      model.base.certificates.length
        ? cards(model)
        : empty(
            comparesCertificates(model.savedMethod())
              ? "No certificate is registered, so this client cannot sign in. Import the one that it connects with."
              : "No key is registered, so this client cannot sign in. Best: let its developer make the key and send a certificate signing request (CSR).",
          )
    }
  </section>
`;

/** Those of a client that has another source of keys; nothing without any. */
export const keptSection = (model) =>
  model.base.certificates.length
    ? html`
        <section aria-labelledby="certificates-title">
          <h2 id="certificates-title">Registered keys and certificates</h2>
          <p>
            Kept, not in use: the client has another source of keys. They count again when that is taken away, so remove those that are
            retired.
          </p>
          ${cards(model)}
        </section>
      `
    : nothing;

const cards = (model) => html`<div class="cards">${model.base.certificates.map((certificate) => card(model, certificate))}</div>`;

const isBare = ({ kind }) => kind === "public_key";

/** When a key ends that a newer one has replaced. One whose certificate has expired has ended before. */
function replaced(key) {
  const ended = life(key.expires_at) === "expired";
  const end = html`: ${ended ? "it is refused since" : "it ends at"} ${moment(key.expires_at)} ${waiting(key)}`;
  return html`<div class="mb-3">Replaced by a newer key${ended || life(key.not_after) !== "expired" ? end : "."}</div>`;
}

const called = ({ alias, subject, kid }) => alias || subject || kid;

/** A list of keys by name. */
export const keyNames = (certificates) => html`
  <ul>
    ${certificates.map((certificate) => html`<li><bdi>${called(certificate)}</bdi>, kid <code>${certificate.kid}</code></li>`)}
  </ul>
`;

const card = (model, certificate) => html`
  <article class="card" aria-label=${called(certificate)}>
    <h3>
      <bdi>${called(certificate)}</bdi> ${certificate.in_use === false ? badge("secondary", "kept, not in use") : nothing}
      ${isBare(certificate) ? badge("secondary", "bare key") : nothing} ${certificate.not_after ? lifeBadge(certificate.not_after) : nothing}
    </h3>
    ${certificate.error ? html`<p class="alert alert-danger">${certificate.error}</p>` : nothing}
    ${certificate.not_before ? validity(certificate) : nothing} ${certificate.expires_at ? replaced(certificate) : nothing}
    ${comparesCertificates(model.savedMethod()) && isBare(certificate) ? html`<p class="warned">It does not count: this client is known by its whole certificate. Import that one.</p>` : nothing}
    <dl>
      ${fact("Subject", certificate.subject)} ${fact("Issuer", certificate.issuer && certificate.issuer === certificate.subject ? "itself" : certificate.issuer)}
      ${fact("Key", certificate.algorithm && `${certificate.algorithm}, ${certificate.size} bits${certificate.alg ? `, for ${certificate.alg} only` : ""}`)}
      ${fact("kid", html`<code>${certificate.kid}</code>`)}
      ${fact("Last used", certificate.last_used_at ? ago(certificate.last_used_at) : "never")}
    </dl>
    <details class="mb-3">
      <summary>Fingerprint and serial number</summary>
      <dl class="mt-2">
        ${fact("SHA-256", html`<code>${certificate.sha256}</code>`)}
        ${fact("Serial", certificate.serial && html`<code>${certificate.serial}</code>`)}
        ${fact("Registered", stamp(certificate.created_at, date(certificate.created_at)))}
      </dl>
    </details>
    <div class="buttons mt-auto">
      <a
        class="btn btn-sm btn-outline-primary"
        href="../admin${model.path}/certificates/${certificate.id}?format=pem"
        download
        aria-label="PEM of ${called(certificate)}"
        >PEM</a
      >
      <a
        class="btn btn-sm btn-outline-primary"
        href="../admin${model.path}/certificates/${certificate.id}?format=der"
        download
        aria-label="DER of ${called(certificate)}"
        >DER</a
      >
      <button
        class="btn btn-sm btn-outline-danger"
        type="button"
        aria-label="Remove ${called(certificate)}"
        @click=${() => openRemoval(model, certificate)}
      >
        Remove
      </button>
    </div>
  </article>
`;

const fact = (name, value) =>
  value
    ? html`<dt>${name}</dt>
        <dd><bdi>${value}</bdi></dd>`
    : nothing;

/** The validity as a bar, with the part that has passed; the dates in words. */
function validity({ not_before: begin, not_after: end, expires_at: replacedAt }) {
  const whole = Math.max(1, Date.parse(end) - Date.parse(begin));
  const passed = Math.min(100, Math.max(0, ((now() - Date.parse(begin)) / whole) * 100));
  const early = Date.parse(begin) > now();
  const state = life(end) === "expiring" && whole < 30 * DAY && passed < 67 ? "live" : life(end);
  return html`
    <svg class="span ${state}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="whole" width="100" height="8"/><rect width=${passed} height="8"/>`}
    </svg>
    <p class="d-flex justify-content-between small">${stamp(begin, date(begin))} ${stamp(end, date(end))}</p>
    ${early ? html`<p class="text-warning-emphasis">Not valid yet: it begins ${distance(begin)}.</p>` : nothing}
    ${state === "live" || early || (replacedAt && state !== "expired") ? nothing : html`<p class="warned ${state}">${state === "expired" ? `It has expired ${distance(end)}.` : `It expires ${distance(end)}: register the next one beside it.`}</p>`}
  `;
}

function openRemoval(model, certificate) {
  const others = model.base.certificates.filter(({ id, not_after: end }) => id !== certificate.id && life(end) !== "expired");
  const offer = endingOffer();
  openForm({
    title: "Remove this key?",
    label: "Remove",
    danger: true,
    submit: async () => {
      await model.act("DELETE", `/certificates/${certificate.id}`);
      await offer.follow(model, "The key is removed.");
    },
    fields: () => html`
      <p>
        “<bdi>${called(certificate)}</bdi>” is refused from now on, on every node within a second, unless the same key is registered once more.
      </p>
      ${others.length === 0 && certificate.in_use ? html`<p><strong>It is the last one that is valid: the client will not be able to sign in.</strong></p>` : nothing}
      ${offer.template()}
    `,
  });
}
