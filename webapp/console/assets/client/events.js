// The audit events of a client, or of all clients, the newest first.

import { action, actor, detailText } from "../actions.js";
import { call } from "../api.js";
import { pagedList } from "../paged-list.js";
import { action as button, download, empty, moment } from "../parts.js";
import { link } from "../router.js";
import { html, nothing } from "../ui.js";

const eventList = (narrowed, none) => {
  const list = pagedList({ path: "/events", narrowed, noun: "event", none: () => empty(none) });
  list.load();
  return list;
};

export function eventsTab(model) {
  const list = eventList(() => ({ client: model.id }), "No events of this client yet.");
  return {
    template: () => html`
      <section aria-labelledby="events-title">
        <h2 class="visually-hidden" id="events-title">Events</h2>
        ${list.items.length ? happenings(list.items, model.base) : nothing} ${list.below()}
      </section>
    `,
  };
}

/** The page Events, of all clients. */
export function eventsPage() {
  const list = eventList(() => ({}), "No events yet.");
  return {
    title: () => "Events",
    template: () => html`
      <div class="title"><h1>Events</h1> ${button("Download all", downloadAll)}</div>
      ${list.items.length ? happenings(list.items) : nothing} ${list.below()}
    `,
  };
}

/** As JSON Lines, the oldest first. */
async function downloadAll() {
  const { body } = await call("GET", "/events", { file: true, accept: "application/jsonl" });
  download(body, "events.jsonl");
}

/** @param client whose events they are; undefined: each event names its client */
const happenings = (events, client) => html`
  <ol class="happenings ${client ? "" : "of-all"}">
    ${events.map(
      (event) => html`
        <li>
          <span class="text-secondary">${moment(event.at)}</span> ${client ? nothing : whose(event)} <strong>${action(event.action)}</strong>
          <span>by ${actor(event.actor)}</span> <span>${detailText(event.detail, client)}</span>
        </li>
      `,
    )}
  </ol>
`;

function whose({ client_id: id, action: name }) {
  if (id) {
    return html`<a href=${link({ client: id, tab: "events" })}>${id}</a>`;
  }
  return name.startsWith("signing_key.")
    ? html`<a href=${link({ page: "signing-keys" })}>signing keys</a>`
    : html`<span class="text-secondary">no single client</span>`;
}
