// The fields for the subject of a client's TLS certificate: exactly one of five names, typed or taken from a certificate (RFC 8705, section 2.1.2).

import { call } from "../api.js";
import { alarm, field, until, warning } from "../parts.js";
import { propertyField, propertyLabel } from "../properties.js";
import { reasonText } from "../reasons.js";
import { html, nothing, update } from "../ui.js";
import { certificatesIn, privateKeyIn, textOf } from "./pem.js";

/** The member of the answer about a certificate that each of them may have its value from. */
const SUBJECTS = {
  tls_client_auth_subject_dn: "subject_dn",
  tls_client_auth_san_dns: "san_dns",
  tls_client_auth_san_uri: "san_uri",
  tls_client_auth_san_ip: "san_ip",
  tls_client_auth_san_email: "san_email",
};

const NAMES = Object.keys(SUBJECTS);
const AUTHORITY = "tls_client_auth_ca";

/** The properties that are drawn here. */
export const SUBJECT_PROPERTIES = [...NAMES, AUTHORITY];

export const hasSubject = (method) => Boolean(method?.properties.some(({ name }) => name === NAMES[0]));

/**
 * Keeps which kind of name is chosen, and the certificate that is looked at.
 *
 * @param read tells the value of a property
 * @param write sets it
 * @returns draws the fields for a method, with the problem of the latest attempt
 */
export function subjectFields(read, write) {
  let kind = NAMES[0];
  const looked = { text: "", answer: null, problem: null };

  const chosen = () => NAMES.find((name) => read(name)) ?? kind;

  /** The values of the other kinds are cleared. */
  function use(name, value) {
    kind = name;
    NAMES.forEach((other) => write(other, other === name ? value : ""));
    update();
  }

  async function look(text) {
    const pem = certificatesIn(text);
    Object.assign(looked, { text, answer: null, problem: null });
    update();
    if (!pem) {
      return;
    }
    const said = await call("POST", "/certificate-subjects", { json: { certificate: pem } }).then(
      ({ body }) => ({ answer: body }),
      (problem) => ({ problem }),
    );
    if (looked.text !== text) {
      return;
    }
    Object.assign(looked, said);
    const [first] = said.answer ? names(said.answer) : [];
    if (first && !NAMES.some((name) => read(name))) {
      use(first.name, first.value);
    }
    update();
  }

  return (method, problem) => {
    const property = (name) => method.properties.find((known) => known.name === name);
    const name = chosen();
    return html`
      ${field({ name: "subject-kind", label: "Known by", value: name, change: (other) => use(other, ""), choices: NAMES.map((known) => [known, propertyLabel(known)]), help: "The one name that the client's certificate must have." })}
      ${propertyField(property(name), read(name), (value) => (write(name, value), update()), problem)}
      ${property(AUTHORITY) ? propertyField(property(AUTHORITY), read(AUTHORITY), (value) => (write(AUTHORITY, value), update()), problem) : nothing}
      ${lookPart(looked, look)} ${looked.answer ? found(looked.answer, read, use, write) : nothing}
    `;
  };
}

/** The names that could be registered. */
const names = (answer) =>
  NAMES.flatMap((name) => [answer[SUBJECTS[name]] ?? []].flat().map((value) => ({ name, value })));

const lookPart = ({ text, problem }, look) => html`
  <details class="mb-3">
    <summary>Take them from a certificate</summary>
    <div class="mt-2">
      ${alarm(problem)}
      <div class="field">
        <label class="form-label" for="field-certificate-file">Certificate file</label>
        <input
          class="form-control"
          id="field-certificate-file"
          type="file"
          @change=${async ({ target }) => target.files[0] && look(await textOf(target.files[0]))}
        />
      </div>
      ${field({ name: "certificate-text", label: "Certificate as text", rows: 4, value: text, change: look, help: "In PEM; with the CA certificates after it, where there are any. It is read, and not kept." })}
      <p role="status">${remark(text)}</p>
    </div>
  </details>
`;

function remark(text) {
  if (text.trim() && !certificatesIn(text)) {
    return "There is no whole certificate in it, from its BEGIN line to its END line.";
  }
  return privateKeyIn(text) ? "A private key was in it: it was not sent, but it should never leave its client." : nothing;
}

const found = (answer, read, use, write) => html`
  <section class="card mb-3" aria-labelledby="names-title">
    <h3 id="names-title">In this certificate</h3>
    <dl class="facts">
      ${names(answer).map(({ name, value }) => line(propertyLabel(name), value, read(name) === value, () => use(name, value)))}
      ${answer.authorities.map(({ key_hash: key, subject, anchor }) => line(anchor ? "CA" : "Intermediate CA", subject, read(AUTHORITY) === key, () => (write(AUTHORITY, key), update())))}
      <dt>Issuer</dt>
      <dd><bdi>${answer.issuer}</bdi></dd>
      <dt>Expires</dt>
      <dd>${until(answer.not_after)}</dd>
    </dl>
    ${names(answer).length ? nothing : warning("It has none of the five names, so no client can be known by it.")}
    ${answer.refusal ? warning(`With it the client would be refused: ${reasonText(answer.refusal)}.`) : nothing}
  </section>
`;

const line = (label, value, used, use) => html`
  <dt>${label}</dt>
  <dd>
    <bdi class="text-break">${value}</bdi>
    ${
      used
        ? html`<span class="text-secondary">· used</span>`
        : html`<button class="btn btn-sm btn-outline-primary" type="button" aria-label="Use ${label} ${value}" @click=${use}>Use</button>`
    }
  </dd>
`;
