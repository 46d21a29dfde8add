// The latest refusals of a client that this node remembers.

import { get } from "../api.js";
import { methodLabel } from "../methods.js";
import { action, failure, loading, when } from "../parts.js";
import { reason } from "../reasons.js";
import { html, nothing, update } from "../ui.js";

/** So many are shown at first: the last ones are the ones that one is asked about. */
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
          ? html`<p role="status">This node remembers no refusal of this client.</p>`
          : filled();

  const filled = () => html`
    ${happenings(all ? refusals : refusals.slice(0, FIRST), model.catalog)}
    ${refusals.length > FIRST && !all ? html`<p><button class="btn btn-sm btn-outline-primary" type="button" @click=${() => ((all = true), update())}>Show all ${refusals.length}</button></p>` : nothing}
    <p class="text-secondary small">
      Anybody may have caused these, by claiming this client's id. An attempt's line in the server's log has more. Other nodes remember
      their own.
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
      ({ at, reason: name, method, source }) => html`
        <li>
          <span class="text-secondary">${when(at)}</span> <strong>${reason(name)}</strong> <span>from ${source}</span>
          <span>by ${methodText(catalog, method)}</span>
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
      : html`<span title=${name}>${methodLabel(catalog, name)}</span>`;
