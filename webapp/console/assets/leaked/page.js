// The page Leaked secrets: a text is pasted, the server's secrets in it are shown with their clients, and revoked.

import { call, clientPath, get } from "../api.js";
import { openForm } from "../dialog.js";
import { counted } from "../format.js";
import { tell, tellProblem } from "../news.js";
import { alarm, badge, check, empty, field, focusProblem } from "../parts.js";
import { link } from "../router.js";
import { mayChange } from "../session.js";
import { html, nothing, update } from "../ui.js";

/** See client/ending.js. */
const AHEAD_MS = 30_000;

export function leakedPage() {
  let text = "";
  let found = null;
  let problem = null;
  let busy = false;

  async function find(event) {
    event.preventDefault();
    const form = event.currentTarget;
    if (busy) {
      return;
    }
    busy = true;
    problem = null;
    found = null;
    update();
    try {
      found = await look(text);
    } catch (failed) {
      problem = failed;
    }
    busy = false;
    update();
    if (problem) {
      focusProblem(form);
    }
  }

  function changed(value) {
    text = value;
    found = null;
    problem = null;
  }

  function forget() {
    changed("");
    update();
  }

  /** The text leaves the page once its secrets are dead. */
  function revoked(items) {
    text = "";
    found = items;
    update();
  }

  function template() {
    const content = field({
      name: "text",
      label: "Text",
      rows: 8,
      required: true,
      value: text,
      change: changed,
      problem,
      help: "A log, a file, a message: up to 1 MiB. It is sent to this server only, which neither keeps nor logs it.",
    });
    return html`
      <div class="title"><h1>Leaked secrets</h1></div>
      <p>
        A secret of a client was found where it does not belong. Paste what it was found in: the secrets that this server has made are found
        in it, also within <code>Authorization: Basic</code>, without knowing their clients.
      </p>
      <form @submit=${find} novalidate autocomplete="off">
        ${alarm(problem)} ${content}
        <div class="actions">
          <button class="btn btn-primary" type="submit" ?disabled=${busy}>${busy ? "Please wait…" : "Find secrets"}</button>
        </div>
      </form>
      <div role="status">${found === null ? nothing : found.length ? list(found, () => openRevocation(text, found, revoked)) : none()}</div>
    `;
  }

  // A page in the back/forward cache keeps no secret.
  addEventListener("pagehide", forget);

  return { title: () => "Leaked secrets", template, left: () => removeEventListener("pagehide", forget) };
}

const look = async (text, revoke = false) => (await call("POST", "/leaked", { json: { text, revoke } })).body.items;

const none = () =>
  empty(
    "No registered secret is in it. Secrets that were chosen, that were made before secrets began with csk_, or that are revoked already are not found.",
  );

const list = (items, revoke) => html`
  <section aria-labelledby="found-title">
    <div class="section-head">
      <h2 id="found-title">Found</h2>
      ${
        mayChange() && items.some(({ live }) => live)
          ? html`<button class="btn btn-danger" type="button" @click=${revoke}>Revoke ${counted(items.filter(({ live }) => live).length, "live secret")}</button>`
          : nothing
      }
    </div>
    <div class="sheet" role="group" aria-labelledby="found-title" tabindex="0">
      <table class="table stacked">
        <thead>
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Label</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(row)}
        </tbody>
      </table>
    </div>
  </section>
`;

const row = ({ client_id: client, label, live, revoked }) => html`
  <tr>
    <th scope="row"><a href=${link({ client, tab: "credentials" })}><bdi>${client}</bdi></a></th>
    <td data-label="Label">${label ? html`<bdi>${label}</bdi>` : html`<span class="text-secondary">without a label</span>`}</td>
    <td data-label="State">${live ? badge("danger", "live") : badge("secondary", revoked ? "revoked" : "expired")}</td>
  </tr>
`;

function openRevocation(text, items, done) {
  const live = items.filter(({ live: lives }) => lives);
  const clients = [...new Set(live.map(({ client_id: id }) => id))];
  let tokens = true;
  openForm({
    title: `Revoke ${counted(live.length, "leaked secret")}?`,
    label: "Revoke",
    danger: true,
    submit: async () => {
      const left = await look(text, true);
      done(left);
      const said = `${counted(left.filter(({ revoked }) => revoked).length, "secret")} revoked.`;
      if (!tokens) {
        tell(said);
        return;
      }
      try {
        await endTokens(clients);
        tell(`${said} The access tokens of ${counted(clients.length, "client")} are ended.`);
      } catch (failed) {
        tellProblem({ message: `${said} But not all access tokens are ended: ${failed.message}` });
      }
    },
    fields: () => html`
      <p>
        What is live is refused from now on, on every node within a second. A client that has no other secret cannot sign in until it gets a
        new one: <bdi>${clients.join(", ")}</bdi>.
      </p>
      ${check({ name: "end-tokens", label: "End their access tokens too", help: "Tokens that were already issued live on until they expire.", value: tokens, change: (ticked) => (tokens = ticked) })}
    `,
  });
}

async function endTokens(clients) {
  const { body: server } = await get("/server");
  const before = new Date(Date.parse(server.time) + AHEAD_MS).toISOString();
  for (const id of clients) {
    await call("PATCH", clientPath(id), { patch: { tokens_not_before: before }, tag: "*" });
  }
}
