// Secrets and certificates that have expired, and those that expire next.

import { get, now, query } from "../api.js";
import { DAY, life, number } from "../format.js";
import { ago, badge, empty, lifeBadge, when } from "../parts.js";
import { link } from "../router.js";
import { clientStore } from "../store.js";
import { html, nothing } from "../ui.js";
import { reading, shown } from "./reading.js";

const KINDS = { secret: "secret", certificate: "certificate" };

const LIMIT = 20;

/** How many expired ones are shown when there is more than a page of them. */
const FEW = 5;

export const expiring = () =>
  reading(async () => {
    if (!(await clientStore()).lists) {
      return { unlisted: true, items: [], authorities: [], lists: [] };
    }
    const { items, next, authorities, revocation_lists: lists } = await page({ since: "P30D" });
    if (next && life(items.at(-1).expires_at) === "expired") {
      const ahead = await page({});
      return { items: [...items.slice(0, FEW), ...ahead.items], more: true, authorities, lists };
    }
    return { items, more: next !== undefined, authorities, lists };
  });

const page = async (values) => (await get(`/expiring${query({ within: "P30D", limit: LIMIT, ...values })}`)).body;

/**
 * An expired credential is no alarm by itself: most were replaced before. A client with no valid one left has a badge in the list of clients.
 *
 * @param ending, statistics readings
 */
export const expiringTemplate = (ending, statistics) => html`
  <section class="card" aria-labelledby="expiring-title">
    <h2 id="expiring-title">Next to expire</h2>
    ${ending.value && statistics.value ? counts(ending.value, statistics.value.credentials) : nothing} ${shown(ending, list)}
    ${ending.value?.authorities.length ? authorityList(ending.value.authorities) : nothing}
    ${ending.value?.lists.length ? revocationLists(ending.value.lists) : nothing}
  </section>
`;

/** Of the list where it has all of them, so that both say the same; else of the server's hourly count. */
function counts({ unlisted, items, more }, counted) {
  if (unlisted || (more && !counted.last_looked)) {
    // Before the first count the numbers are meaningless.
    return nothing;
  }
  const { expired, day, week, month } = more ? countedByServer(items, counted) : countedHere(items);
  return html`
    <p class="buttons">
      ${badge("secondary", `${number(expired)} expired${more ? "" : " in 30 days"}`)}
      ${badge(day ? "warning" : "secondary", `${number(day)} within a day`)}
      ${badge(week ? "warning" : "secondary", `${number(week)} within 7 days`)}
      ${badge(month ? "warning" : "secondary", `${number(month)} within 30 days`)}
      ${more ? html`<span class="text-secondary">counted ${ago(counted.last_looked)}</span>` : nothing}
    </p>
  `;
}

function countedHere(items) {
  const within = (days) => items.filter(({ expires_at: end }) => life(end) !== "expired" && Date.parse(end) <= now() + days * DAY).length;
  return {
    expired: items.filter(({ expires_at: end }) => life(end) === "expired").length,
    day: within(1),
    week: within(7),
    month: within(30),
  };
}

/** With those that have expired since: the list below shows them already. */
function countedByServer(
  items,
  { expired, ending_within_1_day: day, ending_within_7_days: week, ending_within_30_days: month, last_looked: looked },
) {
  const since = items.filter(({ expires_at: end }) => life(end) === "expired" && Date.parse(end) > Date.parse(looked)).length;
  const still = (count) => Math.max(0, count - since);
  return { expired: expired + since, day: still(day), week: still(week), month: still(month) };
}

function list({ unlisted, items, more }) {
  if (unlisted) {
    return empty("Not known: the store of the clients cannot list them.");
  }
  if (!items.length) {
    return empty("No credential has expired within the last 30 days or expires within the next 30.");
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
    <span>${life(expires_at) === "expired" ? badge("secondary", "expired") : lifeBadge(expires_at)}</span>
    <span class="entry-more"
      >${KINDS[kind] ?? kind} <bdi>${label || id}</bdi> <span class="text-secondary">· ${when(expires_at)}</span></span
    >
  </li>
`;

/** Without its CA, no client that it has issued a certificate for is let in. */
const authorityList = (authorities) => html`
  <h3>CAs of clients' certificates</h3>
  <ol class="entries">
    ${authorities.map(
      ({ subject, anchor, expires_at: end }) => html`
        <li>
          <bdi class="entry-name">${subject}</bdi>
          <span>${life(end) === "expired" ? badge("danger", "expired") : lifeBadge(end)}</span>
          <span class="entry-more">${anchor ? "CA" : "intermediate CA"} <span class="text-secondary">· ${when(end)}</span></span>
        </li>
      `,
    )}
  </ol>
`;

/** Without a current one of a CA, its clients get 503. */
const revocationLists = (lists) => html`
  <h3>Revocation lists (CRLs)</h3>
  <ol class="entries">
    ${lists.map(
      ({ file, issuer, expires_at: end, problem }) => html`
        <li>
          <bdi class="entry-name">${issuer ?? file}</bdi>
          <span>${end && life(end) !== "expired" ? lifeBadge(end) : badge("danger", end ? "overdue" : "cannot be used")}</span>
          <span class="entry-more">${issuer ? html`<bdi>${file}</bdi>` : nothing} ${problem ?? ""} ${end ? html`<span class="text-secondary">· due ${when(end)}</span>` : nothing}</span>
        </li>
      `,
    )}
  </ol>
`;
