// Shows what would come of a credential: the outcome in a sentence, and every check that was made.

import { counted } from "../format.js";
import { html, nothing } from "../ui.js";

/** Of each check its name, and what is wrong when it does not pass. */
const CHECKS = {
  enabled: ["Client enabled", "the client is disabled"],
  confidential: ["Client confidential", "the client is not confidential"],
  form: ["Form", "it cannot be read"],
  client: ["Client", "it names another client"],
  method: ["Method", "the client is registered for another method"],
  secret: ["Secret", "it is none of the client's secrets"],
  extensions: ["Extensions", "it needs an extension that is not known here"],
  type: ["Type", "it is a token of another kind"],
  algorithm: ["Algorithm", "its algorithm is not allowed here"],
  registered_algorithm: ["Registered algorithm", "the client is registered for another algorithm"],
  key: ["Key", "the client has no key that fits"],
  signature: ["Signature", "none of the client's keys verifies the signature"],
  issuer: ["Issuer", "it was issued by somebody else"],
  subject: ["Subject", "it is about somebody else"],
  audience: ["Audience", "it is meant for another server"],
  expiry: ["Expiry", "its end is missing, or too far ahead"],
  not_expired: ["Not expired", "it has expired"],
  not_before: ["Not before", "it is not valid yet"],
  issued_at: ["Issued at", "it was made too long ago, or in the future"],
  id: ["ID", "it has no usable id"],
};

const known = (id) => (Object.hasOwn(CHECKS, id) ? CHECKS[id] : undefined);

/** A check that is newer than this list is called by its id. */
const checkName = (id) => known(id)?.[0] ?? id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " ");

/** So the server begins what it found where something did not answer; only of these, for elsewhere it quotes what was sent. */
const UNTOLD = /^could not tell: /;
const ASKING = ["key", "signature", "secret"];

/** Class, mark and words. */
const PASSED = ["passed", "✓", "passes"];
const FAILED = ["failed", "✗", "fails"];
const OPEN = ["untold", "?", "cannot be told"];

const resultOf = ({ id, passed, found }) => (passed ? PASSED : ASKING.includes(id) && UNTOLD.test(found) ? OPEN : FAILED);

const whyNot = ({ id, found }) =>
  id === "form" ? `it cannot be read: ${found}` : (known(id)?.[1] ?? `the check “${checkName(id)}” does not pass`);

/** The first check that does not pass decides, as it does when it counts. */
export function outcomeText({ outcome, checks }) {
  const failed = checks.filter(({ passed }) => !passed);
  const [first] = failed;
  if (outcome === "granted") {
    return "It would be let in.";
  }
  if (outcome === "unavailable") {
    return `Cannot be told at the moment: ${first ? first.found.replace(UNTOLD, "") : "something did not answer"}.`;
  }
  const why = first ? whyNot(first) : "no check says why";
  const more = failed.length - 1;
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
    ${[...checks].sort((one, other) => one.passed - other.passed).map(checkPart)}
  </ul>`;

function checkPart(check) {
  const { id, passed, expected, found, explanation } = check;
  const [style, tick, words] = resultOf(check);
  return html`
    <li class=${style}>
      <details ?open=${!passed}>
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
