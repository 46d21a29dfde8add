// The node that has answered, and whether what it needs is there.

import { get } from "../api.js";
import { badge, until } from "../parts.js";
import { html, nothing } from "../ui.js";
import { reading, shown } from "./reading.js";

const NEEDED = { store: "Store", masterKey: "Master key" };

/** What of it is not there. */
const down = ({ health }) => Object.keys(health).filter((name) => health[name] !== "up");
const called = (name) => NEEDED[name] ?? name;

export const server = () => reading(async () => (await get("/server")).body);

/** What must be seen first. */
export const alarmTemplate = ({ value }) =>
  (value ? down(value) : []).map(
    (name) =>
      html`<p class="alert alert-danger" role="alert">
        ${called(name)}: ${value.health[name]}. Until this is mended, the node may answer 503 instead of yes or no.
      </p>`,
  );

export const healthTemplate = (node) => html`
  <section class="card" aria-labelledby="node-title">
    <h2 id="node-title">This node</h2>
    ${shown(node, facts)}
  </section>
`;

const facts = ({ issuer, verify, version, started_at: started, health }) => html`
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
`;
