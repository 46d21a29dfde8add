// The end of all access tokens of a client: on its own, or along with a stolen credential.

import { call, get } from "../api.js";
import { openForm } from "../dialog.js";
import { tell, tellProblem } from "../news.js";
import { check, moment } from "../parts.js";
import { html, nothing } from "../ui.js";

/** The server takes the time of the change for one that is a little ahead. Its own clock counts, not that of this machine. */
const AHEAD_MS = 30_000;

const ENDED = "All its access tokens are ended.";

/** A part of the tab Credentials. */
export const tokensSection = (model) => html`
  <section class="danger" aria-labelledby="tokens-title">
    <h2 id="tokens-title">Access tokens</h2>
    <p>
      A token that this client has fetched works until it expires, even when the secret or key that it was fetched with is revoked.
      ${model.base.tokens_not_before ? html`Those that were issued before ${moment(model.base.tokens_not_before)} are ended.` : nothing}
    </p>
    <button class="btn btn-outline-danger" type="button" @click=${() => openEnding(model)}>End all tokens</button>
  </section>
`;

/** Sent with If-Match: *, so that a change of another property at the same time does not stop it with 412. */
async function end(model) {
  const { body: server } = await get("/server");
  const before = new Date(Date.parse(server.time) + AHEAD_MS).toISOString();
  await call("PATCH", model.path, { patch: { tokens_not_before: before }, tag: "*" });
  await model.load().catch(tellProblem);
}

function openEnding(model) {
  openForm({
    title: "End all tokens of this client?",
    label: "End all tokens",
    danger: true,
    submit: async () => {
      await end(model);
      tell(ENDED);
    },
    fields: () => html`
      <p>
        Every access token that it has is refused from now on, on every node within a second. Resource servers that do not ask this server
        accept it until it expires.
      </p>
      <p>The client can fetch new ones. If its secret or key was stolen, revoke that first.</p>
    `,
  });
}

/** What the dialog that revokes a credential offers: a field, and what follows when the credential is revoked. */
export function endingOffer() {
  let wanted = false;
  return {
    template: () =>
      check({
        name: "end-tokens",
        label: "End its access tokens too",
        help: "Tokens that were already issued live on until they expire. After a theft, end them.",
        value: wanted,
        change: (ticked) => (wanted = ticked),
      }),
    /**
     * @param said about the credential, which is revoked even when this fails
     * @param warnings whole sentences that the interface said along with it
     */
    async follow(model, said, warnings = []) {
      if (!wanted) {
        tell(said, warnings);
        return;
      }
      try {
        await end(model);
        tell(`${said} ${ENDED}`, warnings);
      } catch (problem) {
        tellProblem({ message: `${said} But its access tokens are not ended: ${problem.message}` });
      }
    },
  };
}
