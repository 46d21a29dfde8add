// Refusals and their reasons. A refused request only claims its client id: it says nothing about that client.

import { now } from "../api.js";
import { clock, DAY, dateTime, number } from "../format.js";
import { empty } from "../parts.js";
import { link } from "../router.js";
import { html, nothing, svg } from "../ui.js";
import { shown } from "./reading.js";
import { WHOSE, reasonText } from "../reasons.js";

const LATEST = 10;

/** @param statistics a reading; its failure is shown by the plot, which is made of the same */
export const reasonsTemplate = (statistics) => html`
  <section class="card" aria-labelledby="reasons-title">
    <h2 id="reasons-title">Refusals by reason</h2>
    ${shown(
      statistics,
      ({ by_reason }) => bars(by_reason.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count)),
      () => nothing,
    )}
  </section>
`;

function bars(reasons) {
  if (!reasons.length) {
    return empty("No refusals since this node started.");
  }
  return html`
    <p class="text-secondary">Since this node started.</p>
    <ol class="bars">
      ${reasons.map(
        ({ reason, count }) => html`
          <li title=${reason}>
            <span>${reasonText(reason)}</span>
            <svg aria-hidden="true">${svg`<rect width="${(100 * count) / reasons[0].count}%" height="100%"></rect>`}</svg>
            <strong>${number(count)}</strong>
          </li>
        `,
      )}
    </ol>
  `;
}

/** @param refusals a reading */
export const latestTemplate = (refusals) => html`
  <section class="card" aria-labelledby="latest-title">
    <h2 id="latest-title">Latest refusals</h2>
    ${shown(refusals, (items) =>
      items.length
        ? html`<ol class="entries">
            ${items.slice(0, LATEST).map(entry)}
          </ol>`
        : empty("No refusals in this node's memory."),
    )}
    <p class="text-secondary small">${WHOSE}</p>
  </section>
`;

const entry = ({ at, client_id, reason, source, cause }) => html`
  <li>
    <bdi class="entry-name"
      >${client_id ? html`<a href=${link({ client: client_id, tab: "try" })} title=${client_id}>${client_id}</a>` : html`<span class="text-secondary">no client ID</span>`}</bdi
    >
    <time class="text-secondary" datetime=${at} title=${at}>${moment(at)}</time>
    <span class="entry-more"
      ><span title=${reason}>${reasonText(reason)}</span>${cause ? html`: <bdi>${cause}</bdi>` : nothing} <span class="text-secondary">· from ${source}</span></span>
  </li>
`;

/** With seconds within a day, to find it in the log. */
const moment = (iso) => (now() - Date.parse(iso) < DAY ? clock(Date.parse(iso)) : dateTime(iso));
