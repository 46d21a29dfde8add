// The node that has answered, and the health of what it depends on.

import { get } from "../api.js";
import { badge, until } from "../parts.js";
import { html, nothing } from "../ui.js";
import { reading, shown } from "./reading.js";

const NEEDED = {
  store: "Store",
  clients: "Clients",
  masterKey: "Master key",
  changes: "Changes of other nodes",
  revocationLists: "Certificate revocation lists",
};

/** The names of what is not up. */
const down = ({ health }) => Object.keys(health).filter((name) => health[name] !== "up");
const called = (name) => NEEDED[name] ?? name;

export const server = () => reading(async () => (await get("/server")).body);

/** Alarms at the top of the page. */
export const alarmTemplate = ({ value }) =>
  (value ? down(value) : []).map(
    (name) =>
      html`<p class="alert alert-danger" role="alert">
        ${called(name)}: ${value.health[name]}. Until this is repaired, the node may answer 503 instead of granting or refusing.
      </p>`,
  );

export const healthTemplate = (node) => html`
  <section class="card" aria-labelledby="node-title">
    <h2 id="node-title">This node</h2>
    ${shown(node, facts)}
  </section>
`;

const facts = ({ issuer, verify, version, started_at: started, health, settings }) => html`
  <p class="buttons">
    ${Object.entries(health).map(([name, state]) => badge(state === "up" ? "success" : "danger", `${called(name)}: ${state}`))}
  </p>
  <dl class="facts">
    <dt>Issuer</dt>
    <dd><code>${issuer}</code></dd>
    <dt>Verifies at</dt>
    <dd><code>${verify}</code></dd>
    ${
      version
        ? html`<dt>Version</dt>
            <dd>${version}</dd>`
        : nothing
    }
    <dt>Running since</dt>
    <dd>${until(started)}</dd>
  </dl>
  <details>
    <summary>Settings that were given</summary>
    <dl class="facts" id="given-settings">${settings.map(given)}</dl>
  </details>
`;

const given = ({ name, value, source }) => html`
  <dt>${name}</dt>
  <dd>${value === undefined ? "secret" : html`<code>${value}</code>`}, by ${source}</dd>
`;
