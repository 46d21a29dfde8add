// Actions and actors of the audit trail in words: the trail has short names for both.

import { dateTimeSeconds, span } from "./format.js";
import { html } from "./ui.js";

const ACTIONS = {
  "client.bootstrap": "first start",
  "client.create": "client created",
  "client.update": "settings changed",
  "client.delete": "client deleted",
  "client.refused": "change refused",
  "client.try": "credential tried",
  "secret.add": "secret added",
  "secret.regenerate": "secret replaced",
  "secret.revoke": "secret revoked",
  "secret.leaked": "leaked secret revoked",
  "secret.unused": "unused secret ended",
  "secret.expiring": "secret expires soon",
  "certificate.import": "keys registered",
  "certificate.remove": "key removed",
  "certificate.expiring": "certificate expires soon",
  "certificate.unused": "unused key ended",
  "key-pair.generate": "key pair made",
  "key-cache.clear": "cached keys cleared",
  "signing_key.create": "signing key made",
  "signing_key.activate": "signing key activated",
  "signing_key.rotate": "signing keys rotated",
  "signing_key.withdraw": "signing key withdrawn",
  "store.restore": "store restored from a backup",
};

/** An action that is newer than this list stands for itself. */
export const actionText = (name) => (Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : name.replace(/[._-]/g, " "));

/** A person by name; a client, JMX and the system by their kind. */
export const actorText = (name) =>
  name
    .replace(/^person:/, "")
    .replace(/^client:/, "client ")
    .replace(/^jmx$/, "JMX");

export const action = (name) => html`<span title=${name}>${actionText(name)}</span>`;
export const actor = (name) => html`<span title=${name}>${actorText(name)}</span>`;

/** Ids of keys and secrets, which no page shows: left out where a name follows, or nothing is known of a secret but its id. */
const NAMED = /\b(certificate|secret) [\w-]{16}(?= "|, kid )/g;
const NAMELESS = /^(with )?secret [\w-]{16}(?![\w-])/;

/**
 * What an event says, without internal ids as far as names are known, and with times and durations in words.
 *
 * @param client whose keys and secrets may be in it, as it is now; undefined: none
 */
export function detailText(detail, client) {
  const known = [
    ...(client?.secrets ?? []).filter(({ label }) => label).map(({ id, label }) => [id, label]),
    ...(client?.certificates ?? []).map(({ id, alias, subject, kid }) => [id, alias || subject || kid]),
  ];
  return known
    .reduce((text, [id, name]) => text.replaceAll(id, () => `“${name}”`), detail.replace(NAMED, "$1"))
    .replace(NAMELESS, "$1a secret")
    .replace("older ones end after PT0S", "older ones ended at once")
    .replace(/(?<=older ones end after )P[\w.]+/, (duration) => span(duration))
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) => dateTimeSeconds(iso));
}
