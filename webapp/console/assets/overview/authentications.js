// The rates of authentications: a plot over time, the totals, and the same as a table.

import { clock, number } from "../format.js";
import { methodText } from "../methods.js";
import { html, nothing, svg, update } from "../ui.js";
import { plot } from "./plot.js";
import { shown } from "./reading.js";
import { ALL, OUTCOMES, WINDOW, calmer, rate, spans, sum } from "./samples.js";

const HALF_MINUTE = 30_000;

/** The length of a drawn step, in milliseconds; a divisor of the half minute. */
const STEP = 6000;

/** Counters beside those of the installed methods. */
const OTHERS = { other: "methods that are not installed here", none: "without a credential that can be read" };

/** @param statistics a reading; samples: those taken of it; catalog: a function that tells the installed methods */
export function authentications(statistics, samples, catalog) {
  let method = ALL;
  const hidden = new Set();
  const name = (of) => (of === ALL ? "All methods together" : (OTHERS[of] ?? methodText(catalog(), of)));
  const choose = (event) => ((method = event.target.value), update());
  const toggle = (outcome) => (hidden.delete(outcome) || hidden.add(outcome), update());

  return () => html`
    <section class="card" aria-labelledby="authentications-title">
      <div class="title">
        <h2 id="authentications-title">Authentications</h2>
        ${
          statistics.value
            ? html`
                <div class="choice">
                  <label for="plot-method">Method</label>
                  <select class="form-select form-select-sm" id="plot-method" @change=${choose}>
                    ${[ALL, ...statistics.value.by_method.map((counts) => counts.method)].map((of) => html`<option value=${of} .selected=${of === method}>${name(of)}</option>`)}
                  </select>
                </div>
              `
            : nothing
        }
      </div>
      <div role="status">
        ${statistics.value && statistics.problem ? html`<p class="stale">The last sample failed. ${statistics.problem.message}</p>` : nothing}
      </div>
      ${shown(
        statistics,
        (value) => figure(value, calmer(samples.steps(method), STEP), method, name(method), hidden, toggle),
        () => nothing,
      )}
    </section>
  `;
}

function figure(statistics, steps, method, name, hidden, toggle) {
  const totals = method === ALL ? statistics : (statistics.by_method.find((counts) => counts.method === method) ?? statistics);
  return html`
    <figure>
      <figcaption class="text-secondary">Authentications per second on this node, counted while this page is open: ${WINDOW / 60_000} minutes at most. Earlier ones are in the totals.</figcaption>
      ${plot({ steps, outcomes: OUTCOMES.filter(([outcome]) => !hidden.has(outcome)), end: Date.now(), label: summary(steps, name) })}
      <p class="text-secondary legend-title" id="legend">Totals since this node started; press one to hide or show its line.</p>
      <ul class="legend" aria-labelledby="legend">
        ${OUTCOMES.map(
          ([outcome, label]) => html`
            <li>
              <button type="button" aria-pressed=${!hidden.has(outcome)} @click=${() => toggle(outcome)}>
                ${sample(outcome)} <span>${label} <strong>${number(totals[outcome])}</strong></span>
              </button>
            </li>
          `,
        )}
      </ul>
      <details>
        <summary>As a table</summary>
        ${steps.length ? table(spans(steps, HALF_MINUTE), name) : html`<p class="state">No samples yet.</p>`}
      </details>
    </figure>
  `;
}

/** How an outcome's line is drawn. */
const sample = (outcome) =>
  html`<svg class="swatch" width="36" height="12" aria-hidden="true">${svg`<path class="line ${outcome}" d="M0 6H36"></path>`}</svg>`;

function summary(steps, name) {
  const counts = sum(steps);
  const peak = Math.max(0, ...steps.map((step) => rate(step, "granted")));
  const words = OUTCOMES.map(([outcome, label]) => `${label} ${number(counts[outcome])}`);
  return `${name}, since this page was opened, at most ${WINDOW / 60_000} minutes: ${words.join(", ")}. Peak: ${number(Math.round(peak * 10) / 10)} granted per second.`;
}

const table = (rows, name) => html`
  <div class="sheet" role="region" aria-label="Authentications as a table" tabindex="0">
    <table class="table">
      <caption>
        ${name}: authentications in each half minute.
      </caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          ${OUTCOMES.map(([, label]) => html`<th class="number" scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ from, counts }) => html`
            <tr>
              <th scope="row"><time title=${new Date(from).toISOString()}>${clock(from)}</time></th>
              ${OUTCOMES.map(([outcome]) => html`<td class="number">${number(counts[outcome])}</td>`)}
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>
`;
