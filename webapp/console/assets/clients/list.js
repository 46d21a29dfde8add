// The clients: a list that is searched and read page by page, and the way to a new one.

import { accessType, methodLabel, methods } from "../methods.js";
import { pagedList } from "../paged-list.js";
import { action, badge, empty, field } from "../parts.js";
import { go, link, note } from "../router.js";
import { clientStore, isChangeable, readOnlyNote } from "../store.js";
import { html, nothing, update } from "../ui.js";
import { openCreation } from "./create.js";
import { keyFailuresByClient, refusalsByClient, warnings } from "./warnings.js";

const PAUSE_BEFORE_SEARCH = 200;

/** The most that the interface answers at once. */
const FOUND_AT_ONCE = 200;

const byId = ({ client_id: one }, { client_id: other }) => (one < other ? -1 : one > other ? 1 : 0);

/** @param search what the list is narrowed to at first */
export function clientsPage({ search: asked = "" }) {
  const state = { typed: asked, search: asked, catalog: [], store: null, id: "", refusals: new Map(), keyFailures: new Map() };
  const list = pagedList({
    path: "/clients",
    narrowed: () => ({ search: state.search }),
    noun: "client",
    none: () => none(state),
    // The interface has those that a search finds by the word that was found: here they are put in order by the first column.
    size: () => (state.search ? FOUND_AT_ONCE : undefined),
    sorted: (clients) => (state.search ? [...clients].sort(byId) : clients),
  });
  let pause;

  function search(text) {
    state.typed = text;
    update();
    clearTimeout(pause);
    pause = setTimeout(() => {
      state.search = text.trim();
      note(link({ page: "clients", ...(state.search && { search: state.search }) }));
      list.load();
    }, PAUSE_BEFORE_SEARCH);
  }

  // Labels and badges are optional: without them the list is shown all the same.
  methods().then(
    (catalog) => ((state.catalog = catalog), update()),
    () => {},
  );
  refusalsByClient().then(
    (refusals) => ((state.refusals = refusals), update()),
    () => {},
  );
  keyFailuresByClient().then(
    (failures) => ((state.keyFailures = failures), update()),
    () => {},
  );
  clientStore().then(
    (store) => {
      state.store = store;
      if (store.lists) {
        list.load();
      }
      update();
    },
    // The list tells why.
    () => list.load(),
  );

  return {
    title: () => "Clients",
    left: () => clearTimeout(pause),
    template: () => (state.store?.lists === false ? unlisted(state) : html`
      <div class="title">
        <h1>Clients</h1>
        <search>
          <label class="visually-hidden" for="search">Search clients by id or name</label>
          <input
            class="form-control"
            id="search"
            type="search"
            maxlength="255"
            placeholder="Search by id or name"
            autocomplete="off"
            spellcheck="false"
            .value=${state.typed}
            @input=${(event) => search(event.target.value)}
          />
        </search>
        ${changeable(state) ? action("Create client", async () => openCreation(await methods()), { style: "primary", small: false }) : nothing}
      </div>
      ${changeable(state) ? nothing : readOnlyNote(state.store ?? {})}
      ${list.items.length ? table(list.items, state) : nothing} ${list.below()}
    `),
  };
}

/** Also while nothing is known of the store. */
const changeable = ({ store }) => isChangeable(store ?? { changes: true });

/** Of a store that can only be asked for one client at a time. */
const unlisted = (state) => html`
  <div class="title"><h1>Clients</h1></div>
  <p class="alert alert-info">The store of the clients cannot list them. ${state.store.remedy}</p>
  <form
    @submit=${(event) => {
      event.preventDefault();
      go(link({ client: state.id.trim() }));
    }}
  >
    ${field({ name: "client_id", label: "Client ID", value: state.id, maxlength: 255, help: "", change: (value) => (state.id = value) })}
    <button class="btn btn-primary" type="submit">Open client</button>
  </form>
`;

const table = (clients, state) => html`
  <div class="sheet" role="region" aria-label="Clients" tabindex="0">
    <table class="table table-hover stacked">
      <thead>
        <tr>
          <th scope="col">Client ID</th>
          <th scope="col">Name</th>
          <th scope="col">Access type</th>
          <th scope="col">Client Authenticator</th>
          <th scope="col">Enabled</th>
        </tr>
      </thead>
      <tbody>
        ${clients.map((client) => row(client, state))}
      </tbody>
    </table>
  </div>
`;

const row = (client, { catalog, refusals, keyFailures }) => html`
  <tr>
    <th scope="row">
      <a href=${link({ client: client.client_id })}>${client.client_id}</a>
      ${client.enabled ? nothing : badge("disabled", "disabled")}
      ${client.administrator ? badge("secondary", "administrator") : nothing}
      ${client.auditor ? badge("secondary", "auditor") : nothing}
      ${warnings(client, catalog, refusals, keyFailures).map(([colour, text, title]) => badge(colour, text, title))}
    </th>
    <td data-label="Name">${client.client_name ? html`<bdi>${client.client_name}</bdi>` : nothing}</td>
    <td data-label="Access type">${accessType(client.access_type)}</td>
    <td data-label="Authenticator">${method(client, catalog)}</td>
    <td data-label="Enabled">${client.enabled ? "yes" : "no"}</td>
  </tr>
`;

const method = (client, catalog) =>
  client.access_type === "confidential"
    ? methodLabel(catalog, client.token_endpoint_auth_method)
    : html`<span class="text-secondary">none</span>`;

const none = ({ search, store }) =>
  search
    ? empty(`No client's id or name has words that begin with “${search}”.`)
    : empty(changeable({ store }) ? "No clients yet. Create the first one." : "No clients yet.");
