// The dialogs that activate and withdraw a signing key, each with what it costs.

import { call } from "../api.js";
import { openForm } from "../dialog.js";
import { tell } from "../news.js";
import { warning } from "../parts.js";
import { html, nothing } from "../ui.js";

const path = ({ kid }) => `/signing-keys/${encodeURIComponent(kid)}`;

const named = ({ kid }) => html`<p><code class="text-break">${kid}</code></p>`;

/**
 * @param changed reads the keys anew
 * @param early whether it is before the time
 */
export function openActivation(key, changed, early = false) {
  openForm({
    title: early ? "Activate this key early?" : "Activate this key?",
    label: early ? "Activate early" : "Activate",
    danger: early,
    submit: async () => {
      await call("POST", `${path(key)}/activate`, { json: { force: early } });
      tell(`The key ${key.kid} signs from now on.`);
      await changed();
    },
    fields: () => html`
      ${named(key)}
      <p>It signs all new tokens, on every node within a second. The key that has signed until now is retired; its tokens stay good.</p>
      ${
        early
          ? warning(
              "Resource servers that have cached the key set do not know this key yet: they may refuse its tokens until they fetch the set anew, in five minutes or later.",
            )
          : nothing
      }
    `,
  });
}

export function openWithdrawal(key, changed) {
  openForm({
    title: "Withdraw this key?",
    label: "Withdraw",
    danger: true,
    submit: async () => {
      await call("DELETE", path(key));
      tell(`The key ${key.kid} is withdrawn.`);
      await changed();
    },
    fields: () => html`
      ${named(key)}
      <p>For a key that was stolen. It is deleted, and cannot be brought back.</p>
      <ul>
        ${
          key.state === "published"
            ? html`<li>It has not signed any token yet.</li>`
            : html`
                <li>
                  <strong>All tokens that it signed are refused here at once</strong>, on every node within a second: their clients fetch new
                  ones.
                </li>
                <li>
                  Resource servers that verify tokens by the key set may accept those tokens, also forged ones, until their caches end: the
                  set may be kept for 300 seconds (max-age). Restart those that must not wait.
                </li>
              `
        }
        ${key.state === "active" ? html`<li>The next published key signs at once, else a new one, which resource servers do not know yet.</li>` : nothing}
      </ul>
    `,
  });
}
