// One client, in tabs.

import { badge, failure, loading } from "../parts.js";
import { accessType, methods } from "../methods.js";
import { guard, link } from "../router.js";
import { clientStore, isChangeable, readOnly, readOnlyNote } from "../store.js";
import { html, nothing, update } from "../ui.js";
import { conflictTemplate } from "./conflict.js";
import { connectTab } from "./connect.js";
import { credentialsTab } from "./credentials.js";
import { eventsTab } from "./events.js";
import { keysTab } from "./keys.js";
import { clientModel } from "./model.js";
import { settingsTab } from "./settings.js";
import { trialTab } from "./trial.js";

/** Name in the URL, label, factory, and whether only confidential clients have it. */
const TABS = [
  ["settings", "Settings", settingsTab, false],
  ["credentials", "Credentials", credentialsTab, true],
  ["keys", "Keys", keysTab, true],
  ["try", "Why refused?", trialTab, true],
  ["events", "Events", eventsTab, false],
  ["connect", "Connect", connectTab, true],
];

/** What they offer changes the client. */
const CHANGING = ["settings", "credentials", "keys"];

export function clientPage(route) {
  const model = clientModel(route.client);
  let problem = null;
  let name;
  let tab = null;
  let store;
  let left = false;

  async function load() {
    problem = null;
    update();
    try {
      model.catalog = await methods();
      store = await clientStore();
      await model.load();
      if (left) {
        // Another page is open by now, with a guard of its own.
        return;
      }
      turn();
    } catch (failed) {
      problem = failed;
    }
    update();
  }

  const tabs = () => TABS.filter(([, , , confidential]) => !confidential || model.base.access_type === "confidential");

  /** To the tab that the URL names, or the first. */
  function turn() {
    const [found, , make] = tabs().find(([known]) => known === name) ?? tabs()[0];
    name = found;
    tab?.left?.();
    tab = make(model);
    guard(model.dirty);
    // On narrow screens the tabs scroll.
    requestAnimationFrame(() => document.querySelector(".nav-tabs .active")?.scrollIntoView({ block: "nearest", inline: "nearest" }));
  }

  name = route.tab;
  load();

  return {
    title: () => route.client,
    left() {
      left = true;
      tab?.left?.();
    },
    moved(next) {
      name = next.tab;
      model.revert();
      if (model.base) {
        turn();
      }
    },
    // The heading stays the same element, as it may have the focus.
    template: () => (problem?.status === 404 ? gone(route.client) : html`${heading(route.client, model.base)} ${content()}`),
  };

  function content() {
    if (problem) {
      return failure(problem, load);
    }
    if (!tab) {
      return loading();
    }
    if (!tabs().some(([known]) => known === name)) {
      turn();
    }
    return html` ${navigation(route.client, tabs(), name)} ${conflictTemplate(model)} ${opened()} `;
  }

  function opened() {
    return isChangeable(store) || !CHANGING.includes(name) ? tab.template() : html`${readOnlyNote(store)} ${readOnly(tab.template())}`;
  }
}

/** @param base the client, once it is known */
const heading = (id, base) => html`
  <nav aria-label="Breadcrumb"><a href=${link({ page: "clients" })}>Clients</a></nav>
  <div class="title">
    <h1>${id}</h1>
    ${base ? about(base) : nothing}
  </div>
`;

const about = (base) => html`
  ${badge("secondary", accessType(base.access_type))} ${base.enabled ? nothing : badge("disabled", "disabled")}
  ${base.administrator ? badge("secondary", "administrator") : nothing} ${base.auditor ? badge("secondary", "auditor") : nothing}
  ${base.client_name ? html`<p class="text-secondary"><bdi>${base.client_name}</bdi></p>` : nothing}
`;

const navigation = (client, tabs, open) => html`
  <nav aria-label="Client">
    <ul class="nav nav-tabs">
      ${tabs.map(([name, label]) => html`<li class="nav-item"><a class="nav-link ${name === open ? "active" : ""}" aria-current=${name === open ? "page" : nothing} href=${link({ client, tab: name })}>${label}</a></li>`)}
    </ul>
  </nav>
`;

const gone = (id) => html`
  <div class="state">
    <h1 class="h4">There is no client “${id}”</h1>
    <p>It may have been deleted.</p>
    <a class="btn btn-outline-primary" href=${link({ page: "clients" })}>To all clients</a>
  </div>
`;
