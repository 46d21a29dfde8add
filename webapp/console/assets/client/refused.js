// The latest refusals of a client that this node remembers.

import { get } from "../api.js";
import { methodText as nameOf } from "../methods.js";
import { action, failure, loading, moment } from "../parts.js";
import { WHOSE, reason } from "../reasons.js";
import { mayChange } from "../session.js";
import { html, nothing, update } from "../ui.js";

/** How many are shown at first: the latest ones are usually those that a question is about. */
const FIRST = 5;

export function refusedPart(model) {
  let refusals = null;
  let problem = null;
  let all = false;

  async function look() {
    problem = null;
    update();
    try {
      const { body } = await get("/refusals");
      refusals = body.items.filter(({ client_id: id }) => id === model.id);
    } catch (failed) {
      problem = failed;
    }
    update();
  }

  look();

  const content = () =>
    problem
      ? failure(problem, look)
      : refusals === null
        ? loading()
        : refusals.length === 0
          ? html`<p role="status">No refusals of this client in this node's memory.</p>
              <p class="text-secondary small">${WHOSE}</p>`
          : filled();

  const filled = () => html`
    ${happenings(all ? refusals : refusals.slice(0, FIRST), model.catalog)}
    ${refusals.length > FIRST && !all ? html`<p><button class="btn btn-sm btn-outline-primary" type="button" @click=${() => ((all = true), update())}>Show all ${refusals.length}</button></p>` : nothing}
    <p class="text-secondary small">
      Any sender can cause these by claiming this client's id. The log has the same facts, in a line for each.
      ${mayChange() ? "What exactly was found in a credential, such as its aud, exp or kid, is told below, when it is pasted there." : nothing}
      ${WHOSE}
    </p>
  `;

  return () => html`
    <section aria-labelledby="refused-title">
      <div class="section-head">
        <h2 id="refused-title">Refused lately</h2>
        ${action("Look again", look)}
      </div>
      ${content()}
    </section>
  `;
}

const happenings = (refusals, catalog) => html`
  <ol class="happenings">
    ${refusals.map(
      ({ at, reason: name, method, source, cause }) => html`
        <li>
          <span class="text-secondary">${moment(at)}</span> <strong>${reason(name)}</strong> <span>from ${source}</span>
          <span>by ${methodText(catalog, method)}</span> ${cause ? html`<div class="text-break">${cause}</div>` : nothing}
        </li>
      `,
    )}
  </ol>
`;

/** The interface says "other" and "none" where no method of ours was used. */
const methodText = (catalog, name) =>
  name === "none"
    ? "no method"
    : name === "other"
      ? "a method that is not known here"
      : html`<span title=${name}>${nameOf(catalog, name)}</span>`;
