// Shows a secret once: when the dialog closes, the page no longer has it.

import { closeDialog, openDialog } from "./dialog.js";
import { copyButton, download } from "./parts.js";
import { html } from "./ui.js";

/** A file's name in characters that are safe everywhere. */
const fileName = (client) => `${client.slice(0, 100).replace(/[^A-Za-z0-9_-]/g, "_").replace(/^-/, "_")}-secret.txt`;

/** @param closed is called when the dialog has closed */
export function showSecret({ title, client, secret, closed }) {
  let taken = false;
  const take = () => (taken = true);
  openDialog({
    title,
    closed,
    unseen: () => !taken,
    body: () => html`
      <dl class="credential" tabindex="-1" autofocus>
        <dt>Client ID</dt>
        <dd><code>${client}</code>${copyButton(client, "client ID")}</dd>
        <dt>Client secret</dt>
        <dd><code id="secret">${secret}</code>${copyButton(secret, "secret", take)}</dd>
      </dl>
      <p><strong>The secret is shown only this once.</strong> It is not kept in a readable form. The file has nothing but the secret in it.</p>
      <div class="actions">
        <button
          class="btn btn-outline-primary"
          type="button"
          @click=${() => (download(new Blob([secret], { type: "text/plain" }), fileName(client)), take())}
        >
          Download
        </button>
        <button class="btn btn-primary" type="button" @click=${closeDialog}>Done</button>
      </div>
    `,
  });
}
