// The public keys that this node would use now, from any source: the cached ones, their expiry, and the last failure.

import { call } from "../api.js";
import { forgetNews, tell } from "../news.js";
import { action, alarm, empty, failure, loading, until, when } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { savedSource } from "./key-source.js";

export function cachedKeys(model) {
  let kept = null;
  let problem = null;
  /** The version of the client that was read: another version may have another source of keys. */
  let asked;

  async function ask(verb, below) {
    try {
      kept = (await call(verb, `${model.path}/key-cache${below}`)).body;
      problem = null;
    } catch (failed) {
      problem = failed;
    }
    update();
  }

  function look() {
    asked = model.base.version;
    return ask("GET", "");
  }

  async function refresh() {
    const before = kept?.fetched_at;
    await ask("POST", "/refresh");
    const failed = problem;
    if (failed) {
      // The cached keys may stay in use in spite of the failure.
      await look();
      problem = kept?.last_error ? null : failed;
      update();
    } else if (kept.last_error) {
      // The failure is shown below, from last_error.
      forgetNews();
      update();
    } else {
      tell(kept.fetched_at === before ? "Fetched a moment ago: a URL is fetched at most once a second." : "Fetched just now.");
    }
  }

  async function clear() {
    try {
      await call("DELETE", `${model.path}/key-cache`);
      tell("Cleared on every node: the next authentication fetches the keys anew.");
    } finally {
      await look();
    }
  }

  function template() {
    if (asked !== model.base.version) {
      kept = problem = null;
      look();
    }
    return html`
      <section aria-labelledby="cached-title">
        <h2 id="cached-title">Cached keys</h2>
        ${problem && !kept ? failure(problem, look) : kept ? content(kept, problem, savedSource(model)) : loading()}
        <div class="buttons">
          ${action("Fetch now", refresh, { small: false })} ${action("Clear cached keys", clear, { small: false, disabled: !kept?.cached })}
        </div>
      </section>
    `;
  }

  return { template };
}

/** @param source see savedSource */
const content = (kept, problem, source) => html`
  ${alarm(problem)}
  ${kept.last_error ? failed(kept) : nothing}
  ${
    kept.cached
      ? html`<p>Fetched ${when(kept.fetched_at)}; kept until ${until(kept.expires_at)}, then fetched again.</p>
          ${kept.keys.length ? table(kept.keys, source) : empty(nothingLeft(kept.remarks))} ${remarks(kept.remarks)}`
      : empty("No keys of this client are cached on this node. The next authentication fetches them.")
  }
`;

/** The failure, with its time where it was this node that fetched. */
const failed = ({ cached, last_error: error, last_error_at: at }) => html`
  <p class="alert ${cached ? "alert-warning" : "alert-danger"}" role="status">
    The latest attempt to fetch them failed${at ? html`, ${when(at)}` : nothing}: ${error}.
    ${cached ? "The keys from before stay in use for a while." : "Until they can be fetched, the client gets 503."}
  </p>
`;

const nothingLeft = (said) =>
  said.length ? "None of the keys in the set can be used: the client cannot authenticate." : "The key set is empty: the client cannot authenticate.";

const remarks = (said) => (said.length ? html`<ul class="small">${said.map(({ text }) => html`<li>${text}</li>`)}</ul>` : nothing);

/** A key that was replaced ends by itself, or before that by its certificate. */
const last = ({ not_after: end, expires_at: replaced }) => (replaced && end ? [replaced, end].sort((a, b) => Date.parse(a) - Date.parse(b))[0] : (replaced ?? end));

const table = (keys, source) => html`
  <div class="sheet" role="group" aria-labelledby="cached-title" tabindex="0">
    <table class="table stacked">
      <thead>
        <tr>
          <th scope="col">kid</th>
          <th scope="col">Type</th>
          <th scope="col">Algorithm</th>
          <th scope="col">Valid</th>
        </tr>
      </thead>
      <tbody>
        ${keys.map(
          (key) => html`
            <tr>
              <th scope="row"><code>${key.kid ?? key.thumbprint ?? "none"}</code></th>
              <td data-label="Type">${key.algorithm}, ${key.size} bits</td>
              <td data-label="Algorithm">${key.alg ?? "any that fits"}</td>
              <td data-label="Valid">
                ${last(key) ? until(last(key)) : source === "jwks_uri" ? "as long as it is published" : "as long as it is registered"}
              </td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>
`;
