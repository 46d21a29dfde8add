// Shows a secret, this one time: when the dialog closes it is nowhere in the page any more.

import { closeDialog, openDialog } from "./dialog.js";
import { copyButton, download } from "./parts.js";
import { html } from "./ui.js";

/** @param closed what is to be done when it has been put away */
export function showSecret({ title, client, secret, closed }) {
  openDialog({
    title,
    closed,
    body: () => html`
      <dl class="credential" tabindex="-1" autofocus>
        <dt>Client ID</dt>
        <dd><code>${client}</code>${copyButton(client, "client ID")}</dd>
        <dt>Client secret</dt>
        <dd><code id="secret">${secret}</code>${copyButton(secret, "secret")}</dd>
      </dl>
      <p><strong>This is the only time that the secret is shown.</strong> It is not kept in a readable form.</p>
      <div class="actions">
        <button
          class="btn btn-outline-primary"
          type="button"
          @click=${() => download(new Blob([secret], { type: "text/plain" }), "client-secret.txt")}
        >
          Download
        </button>
        <button class="btn btn-primary" type="button" @click=${closeDialog}>Done</button>
      </div>
    `,
  });
}
