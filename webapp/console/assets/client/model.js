// A client as it was read, its unsaved changes, and conflicts with changes of other administrators.

import { actorText } from "../actions.js";
import { Problem, call, clientPath, get, query } from "../api.js";
import { listed } from "../format.js";
import { methodOf } from "../methods.js";
import { tell, tellProblem } from "../news.js";
import { propertyText, propertyValue } from "../properties.js";
import { update } from "../ui.js";
import { memberLabel } from "./conflict.js";

/** Members that are left out of conflicts: they change with every change, or are shown elsewhere. */
const UNTOLD = ["version", "updated_at", "created_at", "links", "client_id", "warnings"];

/** Actions that do not change the client. */
const UNCHANGING = ["client.try", "key-cache.clear", "secret.expiring", "certificate.expiring"];

const GRANT = "client_credentials";

/** A list that is shown as a line for each value. */
const LINES = {
  shown: (value) => (value ?? []).join("\n"),
  value: (text) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
};

/** Conversion of members to and from what their fields show. */
const CONVERTED = {
  __proto__: null,
  audience: LINES,
  allowed_sources: LINES,
  grant_types: { shown: (value) => (value ?? []).includes(GRANT), value: (ticked) => (ticked ? [GRANT] : []) },
  token_lifetime: { shown: (value) => value ?? "", value: (text) => text || null },
};

export function clientModel(id) {
  const path = clientPath(id);
  const model = { id, path, base: null, tag: null, catalog: [], problem: null, conflict: null, keySource: null, busy: false };
  /** Unsaved values, by member, that differ from the saved ones. */
  let draft = {};

  const method = () => model.value("token_endpoint_auth_method");
  const property = (name) => methodOf(model.catalog, method())?.properties.find((known) => known.name === name);

  /** A saved member as its field shows it. Properties of another method than the saved one are empty. */
  function saved(name) {
    const foreign = property(name) && method() !== model.base.token_endpoint_auth_method;
    const value = foreign ? undefined : model.base[name];
    return CONVERTED[name] ? CONVERTED[name].shown(value) : property(name) ? propertyText(property(name), value) : (value ?? "");
  }

  /** Keeps the unsaved values that differ from the new version. */
  function adopt({ body, tag }) {
    model.base = body;
    model.tag = tag;
    Object.entries({ ...draft }).forEach(([name, value]) => model.set(name, value));
    update();
  }

  /** Adopts a newer version, unless it changes a member that has an unsaved value too: saving that would overwrite it unseen. */
  function settle(conflict) {
    if (conflict.changes.some(({ mine }) => mine !== undefined)) {
      model.conflict = conflict;
    } else {
      adopt(conflict.theirs);
    }
    update();
  }

  Object.assign(model, {
    method: () => methodOf(model.catalog, method()),
    savedMethod: () => methodOf(model.catalog, model.base.token_endpoint_auth_method),
    value: (name) => draft[name] ?? (name === "token_endpoint_auth_method" ? model.base[name] : saved(name)),
    set(name, value) {
      delete draft[name];
      if (value !== model.value(name)) {
        draft[name] = value;
      }
      update();
    },
    /** The saved value, without unsaved changes. */
    saved: (name) => saved(name),
    dirty: () => Object.keys(draft).length > 0,
    revert() {
      draft = {};
      model.problem = model.conflict = model.keySource = null;
      update();
    },

    /** Reads the client anew; unsaved values stay. */
    async load() {
      if (model.dirty()) {
        settle(await whatHappened());
      } else {
        adopt(await get(path));
      }
    },

    /**
     * Sends the changes; on a version conflict, shows what the other administrator has changed.
     *
     * @param said is told beside the success
     */
    async save(said = "") {
      const typed = { ...draft };
      model.busy = true;
      model.problem = null;
      update();
      try {
        const answer = await call("PATCH", path, { patch: changes(), tag: model.tag });
        // Values that were typed during the call stay unsaved.
        draft = Object.fromEntries(Object.entries(draft).filter(([name, value]) => value !== typed[name]));
        adopt(answer);
        model.keySource = model.dirty() ? model.keySource : null;
        tell(`Saved. ${said}`.trim(), answer.body.warnings);
      } catch (problem) {
        model.problem = problem;
        if (problem.status === 412) {
          await whatHappened().then(
            (conflict) => Object.assign(model, { conflict, problem: null }),
            () => {},
          );
        }
      }
      model.busy = false;
      update();
    },

    /** Goes on from the other administrator's version; the own changes are applied on top. */
    keepMine() {
      adopt(model.conflict.theirs);
      model.conflict = null;
    },
    takeTheirs() {
      adopt(model.conflict.theirs);
      model.revert();
    },

    /**
     * Does something with the version that is shown.
     *
     * @throws Problem which says what another administrator did, when that was not the newest version
     */
    async attempt(verb, below, options = {}) {
      try {
        return await call(verb, path + below, { ...options, tag: model.tag });
      } catch (problem) {
        if (problem.status !== 412) {
          throw problem;
        }
        const conflict = await whatHappened();
        settle(conflict);
        const names = listed(conflict.changes.map(({ name }) => memberLabel(name))) || "something";
        throw new Problem(412, {
          detail: `Nothing was done: ${conflict.by} has changed ${names} meanwhile. Check the client as it is now, and try again.`,
        });
      }
    },

    /** The same, and shows the new state. The answer may have a secret that is shown once: a failed reload must not lose it. */
    async act(verb, below, options) {
      const answer = await model.attempt(verb, below, options);
      await model.load().catch(tellProblem);
      return answer;
    },
  });

  /** An unsaved value as the interface takes it. */
  const sent = (name) =>
    CONVERTED[name] ? CONVERTED[name].value(draft[name]) : property(name) ? propertyValue(property(name), draft[name]) : draft[name];

  function changes() {
    const foreign = (name) => model.catalog.some(({ properties }) => properties.some((other) => other.name === name)) && !property(name);
    return Object.fromEntries(
      Object.keys(draft)
        .filter((name) => !foreign(name))
        .map((name) => [name, sent(name)]),
    );
  }

  /** The newest version, its differences, and the actors that made them. */
  async function whatHappened() {
    const before = model.base;
    const [theirs, events] = await Promise.all([
      get(path),
      get(`/events${query({ client: id, limit: 20 })}`).catch(() => ({ body: { items: [] } })),
    ]);
    const since = events.body.items.filter(
      ({ at, action }) => Date.parse(at) > Date.parse(before.updated_at) && !UNCHANGING.includes(action),
    );
    const names = [...new Set([...Object.keys(before), ...Object.keys(theirs.body)])].filter((name) => !UNTOLD.includes(name));
    return {
      theirs,
      by: listed([...new Set(since.map(({ actor }) => actorText(actor)))]) || "another administrator",
      at: theirs.body.updated_at,
      changes: names
        .filter((name) => told(before[name]) !== told(theirs.body[name]))
        .map((name) => ({
          name,
          before: told(before[name]),
          theirs: told(theirs.body[name]),
          mine: draft[name] === undefined ? undefined : told(CONVERTED[name] ? sent(name) : draft[name]),
        })),
    };
  }

  return model;
}

/** A member's value in words. */
function told(value) {
  if (value === undefined || value === null || value === "") {
    return "nothing";
  }
  if (Array.isArray(value)) {
    return listed(value.map((item) => item.label || item.alias || item.id || String(item))) || "nothing";
  }
  return typeof value === "object" ? JSON.stringify(value) : value === true ? "yes" : value === false ? "no" : String(value);
}
