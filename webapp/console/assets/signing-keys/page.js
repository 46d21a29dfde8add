// The page Signing keys: the keys that sign access tokens, from their publication to the end of their last token.

import { call, get, now } from "../api.js";
import { tell } from "../news.js";
import { action, badge, empty, failure, loading, until, when } from "../parts.js";
import { mayChange } from "../session.js";
import { html, nothing, update } from "../ui.js";
import { openActivation, openWithdrawal } from "./changes.js";

export function signingKeysPage() {
  const page = { title: () => "Signing keys", template, left };
  let keys = null;
  let problem = null;
  let timer;

  async function load() {
    problem = null;
    update();
    try {
      ({
        body: { items: keys },
      } = await get("/signing-keys"));
      wait();
    } catch (failed) {
      problem = failed;
    }
    update();
  }

  /** Draws anew when the next key can be activated. */
  function wait() {
    left();
    const waits = keys.map(({ ready_at: at }) => Date.parse(at) - now()).filter((left) => left > 0);
    if (waits.length) {
      timer = setTimeout(() => (wait(), update()), Math.min(...waits, MAX_WAIT_MS));
    }
  }

  function left() {
    clearTimeout(timer);
  }

  async function make() {
    const { body } = await call("POST", "/signing-keys");
    tell(`The key ${body.kid} is made and published. It signs once it is activated, or when it is its turn.`);
    await load();
  }

  load();

  function template() {
    return html`
      <div class="title"><h1>Signing keys</h1></div>
      <p>
        They sign the access tokens that clients fetch here. A key is published before its first use, so that resource servers know it by
        then, and stays published until its last token has ended. The server makes and changes them by itself.
      </p>
      ${problem ? failure(problem, load) : keys === null ? loading() : html`${mayChange() ? html`<div class="buttons mb-3">${action("Make a new key", make, { small: false })}</div>` : nothing}
          ${keys.length ? table(keys, load) : empty("There is no key yet: the first one is made when it is needed.")}`}
    `;
  }

  return page;
}

/** Longer ones would overflow a timer; then it only waits again. */
const MAX_WAIT_MS = 2 ** 31 - 1;

const STATES = { __proto__: null, published: "secondary", active: "success", retired: "warning" };

/** When the state of a key began. */
const since = (key) => key.active_since ?? key.created_at;

const table = (keys, load) => html`
  <div class="sheet" role="region" aria-label="The keys" tabindex="0">
    <table class="table stacked">
      <thead>
        <tr>
          <th scope="col">Key ID (kid)</th>
          <th scope="col">Algorithm</th>
          <th scope="col">State</th>
          <th scope="col">Since</th>
          <th scope="col">Tokens alive until</th>
          <th scope="col"><span class="visually-hidden">Change</span></th>
        </tr>
      </thead>
      <tbody>
        ${keys.map((key) => row(key, load))}
      </tbody>
    </table>
  </div>
`;

const row = (key, load) => html`
  <tr>
    <th scope="row"><code class="text-break">${key.kid}</code></th>
    <td data-label="Algorithm">${key.algorithm}</td>
    <td data-label="State">${badge(STATES[key.state] ?? "secondary", key.state)}</td>
    <td data-label="${key.active_since ? "Signs since" : "Published"}">${when(since(key))}</td>
    <td data-label="Tokens until">${alive(key)}</td>
    <td class="text-end">
      ${mayChange() ? changing(key, load) : nothing}
      ${early(key) ? html`<p class="form-text mb-0" id=${reason(key)}>Not before ${until(key.ready_at)}: resource servers may not know it yet.</p>` : nothing}
    </td>
  </tr>
`;

const changing = (key, load) => html`
  <div class="buttons justify-content-end">
    ${key.state === "published" ? activation(key, load) : nothing}
    <button
      class="btn btn-sm btn-outline-danger"
      type="button"
      aria-label="Withdraw ${key.kid}"
      @click=${() => openWithdrawal(key, load)}
    >
      Withdraw
    </button>
  </div>
`;

const alive = (key) =>
  key.last_token_expires_at ? until(key.last_token_expires_at) : key.state === "active" ? "it signs" : "no token yet";

/** Whether resource servers may not know it yet. */
const early = (key) => Date.parse(key.ready_at) > now();

/** The id of the element that says so. */
const reason = ({ kid }) => `early-${kid}`;

const activation = (key, load) => html`
  <button
    class="btn btn-sm btn-outline-primary"
    type="button"
    aria-label="Activate ${key.kid}"
    aria-describedby=${early(key) ? reason(key) : nothing}
    ?disabled=${early(key)}
    @click=${() => openActivation(key, load)}
  >
    Activate
  </button>
  ${
    early(key)
      ? html`<button
          class="btn btn-sm btn-outline-danger"
          type="button"
          aria-label="Activate ${key.kid} early"
          @click=${() => openActivation(key, load, true)}
        >
          Activate early
        </button>`
      : nothing
  }
`;
