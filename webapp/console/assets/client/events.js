// What was done to a client, and by whom, the newest first.

import { action, actor } from "../actions.js";
import { get, query } from "../api.js";
import { counted } from "../format.js";
import { empty, failure, loading, when } from "../parts.js";
import { html, nothing, update } from "../ui.js";

const PAGE_SIZE = 50;

export function eventsTab(model) {
  const list = { events: [], next: undefined, busy: true, problem: null };

  /** Begins anew, or goes on where the page before ended. */
  async function load(after) {
    list.busy = true;
    list.problem = null;
    update();
    try {
      const { body } = await get(`/events${query({ client: model.id, after, limit: PAGE_SIZE })}`);
      list.events = after ? [...list.events, ...body.items] : body.items;
      list.next = body.next;
    } catch (problem) {
      list.problem = problem;
    }
    list.busy = false;
    update();
  }

  load();

  return {
    template: () => html`
      <section aria-labelledby="events-title">
        <h2 class="visually-hidden" id="events-title">Events</h2>
        ${list.events.length ? happenings(list.events) : nothing} ${below(list, load)}
      </section>
    `,
  };
}

const happenings = (events) => html`
  <ol class="happenings">
    ${events.map((event) => html`<li><span class="text-secondary">${when(event.at)}</span> <strong>${action(event.action)}</strong> <span>by ${actor(event.actor)}</span> <span>${event.detail}</span></li>`)}
  </ol>
`;

function below(list, load) {
  if (list.problem) {
    return failure(list.problem, () => load(list.events.length ? list.next : undefined));
  }
  if (list.busy) {
    return loading();
  }
  if (list.next) {
    return html`<div class="state">
      <button class="btn btn-outline-primary" type="button" @click=${() => load(list.next)}>Show more</button>
    </div>`;
  }
  return list.events.length
    ? html`<p class="state small" role="status">${counted(list.events.length, "event")} in all.</p>`
    : empty("Nothing was done to this client yet.");
}
