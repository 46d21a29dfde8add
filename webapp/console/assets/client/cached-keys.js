// The public keys that this node would use now, wherever they come from: what is kept, until when, and what went wrong.

import { call } from "../api.js";
import { forgetNews, tell } from "../news.js";
import { action, alarm, empty, failure, loading, until, when } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { savedSource } from "./key-source.js";

export function cachedKeys(model) {
  let kept = null;
  let problem = null;
  /** The version of the client that was asked about: another one may have its keys elsewhere. */
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
      // What is kept may serve on all the same.
      await look();
      problem = failed;
    } else if (kept.last_error) {
      // That it failed stands below.
      forgetNews();
      update();
    } else {
      tell(kept.fetched_at === before ? "Fetched a moment ago: so soon it is not asked for again." : "Fetched just now.");
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
  ${kept.last_error ? html`<p class="alert alert-warning">The latest attempt to fetch them failed: ${kept.last_error}. The keys from before serve for a while.</p>` : nothing}
  ${
    kept.cached
      ? html`<p>Fetched ${when(kept.fetched_at)}; believed until ${until(kept.expires_at)}, then asked for again.</p>
          ${kept.keys.length ? table(kept.keys, source) : empty("The set is empty: nobody can sign in with it.")}`
      : empty("Nothing is kept of this client's keys on this node. The next authentication fetches them.")
  }
`;

const table = (keys, source) => html`
  <div class="sheet" role="group" aria-labelledby="cached-title" tabindex="0">
    <table class="table">
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
              <td>${key.algorithm}, ${key.size} bits</td>
              <td>${key.alg ?? "any that fits"}</td>
              <td>
                ${key.not_after ? until(key.not_after) : source === "jwks_uri" ? "as long as it is published" : "as long as it is registered"}
              </td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>
`;
