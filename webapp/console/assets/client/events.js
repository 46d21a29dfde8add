// What was done to a client, and by whom, the newest first.

import { action, actor } from "../actions.js";
import { pagedList } from "../paged-list.js";
import { empty, when } from "../parts.js";
import { html, nothing } from "../ui.js";

export function eventsTab(model) {
  const list = pagedList({
    path: "/events",
    narrowed: () => ({ client: model.id }),
    noun: "event",
    none: () => empty("Nothing was done to this client yet."),
  });
  list.load();

  return {
    template: () => html`
      <section aria-labelledby="events-title">
        <h2 class="visually-hidden" id="events-title">Events</h2>
        ${list.items.length ? happenings(list.items) : nothing} ${list.below()}
      </section>
    `,
  };
}

const happenings = (events) => html`
  <ol class="happenings">
    ${events.map((event) => html`<li><span class="text-secondary">${when(event.at)}</span> <strong>${action(event.action)}</strong> <span>by ${actor(event.actor)}</span> <span>${event.detail}</span></li>`)}
  </ol>
`;
