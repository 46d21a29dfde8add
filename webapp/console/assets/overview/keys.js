// The cache of the clients' public keys, and the way to have every node forget them.

import { call } from "../api.js";
import { openForm } from "../dialog.js";
import { counted, number } from "../format.js";
import { tell } from "../news.js";
import { ago, badge } from "../parts.js";
import { mayChange } from "../session.js";
import { html, nothing } from "../ui.js";

const PERCENT = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });

/** @param statistics a reading; a server that says nothing of its cache shows none */
export function keyCacheTemplate({ value, read }) {
  const cache = value?.key_cache;
  return cache
    ? html`
        <section class="card" aria-labelledby="key-cache-title">
          <h2 id="key-cache-title">Key cache</h2>
          ${facts(cache)}
          ${mayChange() ? clearing(read) : nothing}
        </section>
      `
    : nothing;
}

const clearing = (read) => html`
  <div>
    <button class="btn btn-sm btn-outline-danger" type="button" @click=${() => openClearing(read)}>Clear all cached keys</button>
  </div>
`;

const facts = ({ size, hits, misses, fetches, fetch_failures: failures, evictions, last_cleared: cleared }) => html`
  <dl class="facts">
    <dt>Clients with cached keys</dt>
    <dd>${number(size)}</dd>
    <dt>Hit rate</dt>
    <dd>
      ${hits + misses ? html`${PERCENT.format(hits / (hits + misses))} <span class="text-secondary">${number(hits)} hits, ${number(misses)} misses</span>` : "not used yet"}
    </dd>
    <dt>Fetched</dt>
    <dd>${counted(fetches, "time")}${failures ? html` ${badge("danger", `${number(failures)} failed`)}` : ", none failed"}</dd>
    <dt>Evicted</dt>
    <dd>${number(evictions)}</dd>
    <dt>Last cleared</dt>
    <dd>${cleared ? ago(cleared) : "never"}</dd>
  </dl>
`;

function openClearing(read) {
  openForm({
    title: "Clear all cached keys",
    label: "Clear all",
    danger: true,
    submit: async () => {
      await call("DELETE", "/key-cache");
      tell("All cached keys are cleared.");
      read();
    },
    fields: () =>
      html`<p>
        This node forgets the keys of all clients at once, the others within a second. The next authentication of each client fetches its
        keys anew.
      </p>`,
  });
}
