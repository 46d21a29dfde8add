// The clients: a list that is searched and read page by page, and the way to a new one.

import { accessType, methodLabel, methods } from "../methods.js";
import { pagedList } from "../paged-list.js";
import { action, badge, empty } from "../parts.js";
import { link, note } from "../router.js";
import { html, nothing, update } from "../ui.js";
import { openCreation } from "./create.js";
import { refusalsByClient, warnings } from "./warnings.js";

const PAUSE_BEFORE_SEARCH = 200;

/** @param search what the list is narrowed to at first */
export function clientsPage({ search: asked = "" }) {
  const state = { typed: asked, search: asked, catalog: [], refusals: new Map() };
  const list = pagedList({ path: "/clients", narrowed: () => ({ search: state.search }), noun: "client", none: () => none(state) });
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

  // The labels and the badges are worth a list without them.
  methods().then(
    (catalog) => ((state.catalog = catalog), update()),
    () => {},
  );
  refusalsByClient().then(
    (refusals) => ((state.refusals = refusals), update()),
    () => {},
  );
  list.load();

  return {
    title: () => "Clients",
    left: () => clearTimeout(pause),
    template: () => html`
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
        ${action("Create client", async () => openCreation(await methods()), { style: "primary", small: false })}
      </div>
      ${list.items.length ? table(list.items, state) : nothing} ${list.below()}
    `,
  };
}

const table = (clients, { catalog, refusals }) => html`
  <div class="sheet" role="region" aria-label="Clients" tabindex="0">
    <table class="table table-hover">
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
        ${clients.map((client) => row(client, catalog, refusals))}
      </tbody>
    </table>
  </div>
`;

const row = (client, catalog, refusals) => html`
  <tr>
    <th scope="row">
      <a href=${link({ client: client.client_id })}>${client.client_id}</a>
      ${client.administrator ? badge("secondary", "administrator") : nothing}
      ${warnings(client, catalog, refusals).map(([colour, text, title]) => badge(colour, text, title))}
    </th>
    <td>${client.client_name}</td>
    <td>${accessType(client.access_type)}</td>
    <td>
      ${client.access_type === "confidential" ? methodLabel(catalog, client.token_endpoint_auth_method) : html`<span class="text-secondary">none</span>`}
    </td>
    <td>${client.enabled ? "yes" : badge("secondary", "disabled")}</td>
  </tr>
`;

const none = ({ search }) =>
  search
    ? empty(`No client's id or name has words that begin with “${search}”.`)
    : empty("There is no client yet. Create one to let it in.");
