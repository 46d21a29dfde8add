// The clients: a list that is searched and read page by page, and the way to a new one.

import { get, query } from "../api.js";
import { number } from "../format.js";
import { accessType, methodLabel, methods } from "../methods.js";
import { action, badge, empty, failure, loading } from "../parts.js";
import { link, note } from "../router.js";
import { html, nothing, update } from "../ui.js";
import { openCreation } from "./create.js";
import { refusalsByClient, warnings } from "./warnings.js";

const PAUSE_BEFORE_SEARCH = 200;
const PAGE_SIZE = 50;

/** @param search what the list is narrowed to at first */
export function clientsPage({ search: asked = "" }) {
  const list = {
    typed: asked,
    search: asked,
    clients: [],
    next: undefined,
    busy: true,
    problem: null,
    turn: 0,
    catalog: [],
    refusals: new Map(),
  };
  let pause;

  /** Begins anew, or goes on where the page before ended. An answer that was overtaken by a later question is dropped. */
  async function load(after) {
    const turn = ++list.turn;
    list.busy = true;
    list.problem = null;
    update();
    try {
      const { body } = await get(`/clients${query({ search: list.search, after, limit: PAGE_SIZE })}`);
      if (turn === list.turn) {
        list.clients = after ? [...list.clients, ...body.items] : body.items;
        list.next = body.next;
      }
    } catch (problem) {
      if (turn === list.turn) {
        list.problem = problem;
      }
    }
    if (turn === list.turn) {
      list.busy = false;
      update();
    }
  }

  function search(text) {
    list.typed = text;
    update();
    clearTimeout(pause);
    pause = setTimeout(() => {
      list.search = text.trim();
      note(link({ page: "clients", ...(list.search && { search: list.search }) }));
      load();
    }, PAUSE_BEFORE_SEARCH);
  }

  // The labels and the badges are worth a list without them.
  methods().then(
    (catalog) => ((list.catalog = catalog), update()),
    () => {},
  );
  refusalsByClient().then(
    (refusals) => ((list.refusals = refusals), update()),
    () => {},
  );
  load();

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
            .value=${list.typed}
            @input=${(event) => search(event.target.value)}
          />
        </search>
        ${action("Create client", async () => openCreation(await methods()), { style: "primary", small: false })}
      </div>
      ${list.clients.length ? table(list) : nothing} ${below(list, load)}
    `,
  };
}

const table = ({ clients, catalog, refusals }) => html`
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

function below(list, load) {
  if (list.problem) {
    return failure(list.problem, () => load(list.clients.length ? list.next : undefined));
  }
  if (list.busy) {
    return loading();
  }
  if (list.next) {
    return html`<div class="state">
      <button class="btn btn-outline-primary" type="button" @click=${() => load(list.next)}>Show more</button>
    </div>`;
  }
  if (list.clients.length) {
    return html`<p class="state small" role="status">${number(list.clients.length)} in all.</p>`;
  }
  return list.search
    ? empty(`No client's id or name has words that begin with “${list.search}”.`)
    : empty("There is no client yet. Create one to let it in.");
}
