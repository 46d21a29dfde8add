// What was done and by whom, in plain words: the audit trail has short names for both.

import { html } from "./ui.js";

const ACTIONS = {
  "client.bootstrap": "first start",
  "client.create": "client created",
  "client.update": "settings changed",
  "client.delete": "client deleted",
  "client.try": "credential tried",
  "secret.add": "secret added",
  "secret.regenerate": "secret replaced",
  "secret.revoke": "secret revoked",
  "secret.expiring": "secret ends soon",
  "certificate.import": "keys registered",
  "certificate.remove": "key removed",
  "certificate.expiring": "certificate ends soon",
  "key-pair.generate": "key pair made",
  "key-cache.clear": "cached keys cleared",
};

/** An action that is newer than this list stands for itself. */
export const actionText = (name) => (Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : name.replace(/[._-]/g, " "));

/** A person by name; a client, and what did it without anybody, by what it is. */
export const actorText = (name) =>
  name
    .replace(/^person:/, "")
    .replace(/^client:/, "client ")
    .replace(/^jmx$/, "JMX");

export const action = (name) => html`<span title=${name}>${actionText(name)}</span>`;
export const actor = (name) => html`<span title=${name}>${actorText(name)}</span>`;
