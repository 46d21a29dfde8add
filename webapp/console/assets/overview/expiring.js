// Which secrets and certificates have ended, and which end next.

import { get, query } from "../api.js";
import { life, number } from "../format.js";
import { ago, badge, empty, lifeBadge, when } from "../parts.js";
import { link } from "../router.js";
import { html, nothing } from "../ui.js";
import { reading, shown } from "./reading.js";

const KINDS = { secret: "secret", certificate: "certificate" };

const LIMIT = 20;

/** So many of those that have ended stay in sight when there are more than a page of them. */
const FEW = 5;

export const expiring = () =>
  reading(async () => {
    const { items, next } = await page({ since: "P30D" });
    if (next && life(items.at(-1).expires_at) === "expired") {
      const ahead = await page({});
      return { items: [...items.slice(0, FEW), ...ahead.items], more: true };
    }
    return { items, more: next !== undefined };
  });

const page = async (values) => (await get(`/expiring${query({ within: "P30D", limit: LIMIT, ...values })}`)).body;

/**
 * What has ended is no alarm by itself: most of it was replaced before. A client that has nothing left says so in the list of clients.
 *
 * @param ending, statistics readings
 */
export const expiringTemplate = (ending, statistics) => html`
  <section class="card" aria-labelledby="expiring-title">
    <h2 id="expiring-title">What ends next</h2>
    ${statistics.value ? counts(statistics.value.credentials) : nothing} ${shown(ending, list)}
  </section>
`;

/** Before the first look the counts say nothing. */
function counts({ expired, ending_within_1_day: day, ending_within_7_days: week, ending_within_30_days: month, last_looked: looked }) {
  if (!looked) {
    return nothing;
  }
  return html`
    <p class="buttons">
      ${badge("secondary", `${number(expired)} ended`)} ${badge(day ? "warning" : "secondary", `${number(day)} within a day`)}
      ${badge(week ? "warning" : "secondary", `${number(week)} within 7 days`)}
      ${badge(month ? "warning" : "secondary", `${number(month)} within 30 days`)}
      <span class="text-secondary">counted ${ago(looked)}</span>
    </p>
  `;
}

function list({ items, more }) {
  if (!items.length) {
    return empty("Nothing has ended within the last 30 days or ends within the next.");
  }
  return html`
    <div class="entries-frame" role="region" aria-label="Credentials" tabindex="0">
      <ol class="entries">
        ${items.map(entry)}
      </ol>
    </div>
    ${more ? html`<p class="text-secondary">There are more than these ${number(items.length)}.</p>` : nothing}
  `;
}

const entry = ({ client_id, kind, label, id, expires_at }) => html`
  <li>
    <bdi class="entry-name"><a href=${link({ client: client_id, tab: "credentials" })} title=${client_id}>${client_id}</a></bdi>
    <span>${life(expires_at) === "expired" ? badge("secondary", "ended") : lifeBadge(expires_at)}</span>
    <span class="entry-more"
      >${KINDS[kind] ?? kind} <bdi>${label || id}</bdi> <span class="text-secondary">· ${when(expires_at)}</span></span
    >
  </li>
`;
