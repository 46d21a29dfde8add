// Shows the result of a trial: the outcome in a sentence, and every check that was made.

import { counted } from "../format.js";
import { html, nothing } from "../ui.js";

/** For each check its name, and the reason when it does not pass. */
const CHECKS = {
  enabled: ["Client enabled", "the client is disabled"],
  confidential: ["Client confidential", "the client is not confidential"],
  source: ["Source", "its client may not come from this address"],
  form: ["Form", "it cannot be read"],
  client: ["Client", "it names another client"],
  method: ["Method", "the client is registered for another method"],
  secret: ["Secret", "it is none of the client's secrets"],
  credential: ["Credential", "it does not prove the client"],
  extensions: ["Extensions", "it needs an extension that is not known here"],
  type: ["Type", "it is a token of another kind"],
  algorithm: ["Algorithm", "its algorithm is not allowed here"],
  registered_algorithm: ["Registered algorithm", "the client is registered for another algorithm"],
  key: ["Key", "the client has no key that fits"],
  signature: ["Signature", "none of the client's keys verifies the signature"],
  issuer: ["Issuer", "iss is not the client"],
  subject: ["Subject", "sub is not the client"],
  audience: ["Audience", "it is meant for another server"],
  expiry: ["Expiry", "exp is missing, or too far ahead"],
  not_expired: ["Not expired", "it has expired"],
  not_before: ["Not before", "it is not valid yet"],
  issued_at: ["Issued at", "it was made too long ago, or in the future"],
  id: ["ID", "jti is missing or invalid"],
  replay: ["Not used before", "it was used before"],
  certificate_form: ["Certificate form", "a certificate cannot be read"],
  certificate_path: ["Certificate path", "no path leads from the certificate to a CA that is trusted for clients"],
  certificate_subject: ["Certificate subject", "the certificate has another name than the registered one"],
  certificate_registered: ["Registered certificate", "it is none of the client's certificates"],
  certificate_authority: ["CA of this client", "its CA is not the one that the client is registered for"],
  certificate_strength: ["Strength", "a signature or key of its path is too weak"],
  certificate_dates: ["Certificate dates", "the certificate, or one of its path, has expired or is not valid yet"],
  certificate_use: ["Certificate use", "it was issued for another use, or by a CA that may not issue it"],
  certificate_revocation: ["Not revoked", "the certificate, or one of its path, was revoked"],
  token_form: ["Kind of token", "it is no access token of this server"],
  token_key: ["Signing key", "its signing key is not published any more, or another server's"],
  token_signature: ["Signature", "its signature does not verify"],
  token_issuer: ["Issuer", "another server issued it"],
  token_client: ["Client", "it was issued to another client"],
  token_not_expired: ["Not expired", "it has expired"],
  token_not_outdated: ["Not outdated", "it is older than the client, or than its tokens_not_before"],
  token_not_revoked: ["Not revoked", "it was revoked"],
  token_audience: ["Audience", "it is meant for another resource"],
};

const known = (id) => (Object.hasOwn(CHECKS, id) ? CHECKS[id] : undefined);

/** A check that is missing in this list is shown by its id. */
const checkName = (id) => known(id)?.[0] ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " ");

/** For each result a mark and a word. */
const RESULTS = {
  passed: ["✓", "passes"],
  failed: ["✗", "fails"],
  unknown: ["?", "unknown"],
};

const passes = ({ result }) => result === "passed";

const whyNot = ({ id, found }) =>
  id === "form" ? `it cannot be read: ${found}` : (known(id)?.[1] ?? `the check “${checkName(id)}” does not pass`);

/** The first check that does not pass decides, as in an authentication. */
export function outcomeText({ outcome, checks }) {
  const [first, ...others] = checks.filter((check) => !passes(check));
  if (outcome === "granted") {
    return "It would be granted.";
  }
  if (outcome === "unavailable" && first?.id === "replay") {
    return `Unknown whether it was used before: ${first.found}. Otherwise it would be granted.`;
  }
  if (outcome === "unavailable") {
    return `Unavailable (503): ${first ? first.found : "a service did not answer"}.`;
  }
  const why = first ? whyNot(first) : "no check says why";
  const more = others.filter(({ result }) => result === "failed").length;
  return `It would be refused: ${why}.${more > 0 ? ` ${counted(more, "more check")} ${more === 1 ? "fails" : "fail"}.` : ""}`;
}

/** @param outcome colours the sentence; its words say the same */
export const outcomePart = (answer) =>
  html`<p
    class="outcome alert ${answer.outcome === "granted" ? "alert-success" : answer.outcome === "refused" ? "alert-danger" : "alert-warning"}"
  >
    ${outcomeText(answer)}
  </p>`;

/** Those that do not pass come first, each kind in the order in which checks are made. */
export const checksPart = ({ checks }) =>
  html`<ul class="checks" aria-label="Checks">
    ${[...checks].sort((one, other) => passes(one) - passes(other)).map(checkPart)}
  </ul>`;

function checkPart(check) {
  const { id, result, expected, found, explanation } = check;
  const [tick, words] = RESULTS[result];
  return html`
    <li class=${result}>
      <details ?open=${!passes(check)}>
        <summary>
          <span class="tick" aria-hidden="true">${tick}</span> <span title=${id}>${checkName(id)}</span> <span class="says">${words}</span>
        </summary>
        <dl class="facts">
          <dt>Expected</dt>
          <dd>${expected}</dd>
          <dt>Found</dt>
          <dd>${found}</dd>
        </dl>
        ${explanation ? html`<p class="text-secondary small">${explanation}</p>` : nothing}
      </details>
    </li>
  `;
}
