// What an administrator should see of a client without opening it: what has ended, what ends soon, and who was just refused.

import { get, now } from "../api.js";
import { DAY, dateTime, distance, life } from "../format.js";
import { methodOf } from "../methods.js";
import { reasonText } from "../reasons.js";

/** The latest refusal of each client that this node remembers, by client id. */
export async function refusalsByClient() {
  const { body } = await get("/refusals");
  const latest = new Map();
  for (const refusal of body.items) {
    const known = latest.get(refusal.client_id);
    if (!known || Date.parse(refusal.at) > Date.parse(known.at)) {
      latest.set(refusal.client_id, refusal);
    }
  }
  return latest;
}

/** The credentials that count with the method that the client has. */
export function credentials(client, catalog) {
  const method = methodOf(catalog, client.token_endpoint_auth_method);
  if (client.access_type !== "confidential" || !method) {
    return [];
  }
  return [
    ...(method.uses_secrets ? client.secrets.map((secret) => ({ end: secret.expires_at, used: secret.last_used_at })) : []),
    ...(method.uses_keys ? client.certificates.map((certificate) => ({ end: certificate.not_after, used: certificate.last_used_at })) : []),
  ];
}

/** Colour, text and explanation of each badge. */
export function warnings(client, catalog, refusals) {
  const known = credentials(client, catalog);
  const ends = known
    .map(({ end }) => end)
    .filter(Boolean)
    .sort((one, other) => Date.parse(one) - Date.parse(other));
  const expired = ends.filter((end) => life(end) === "expired");
  const expiring = ends.filter((end) => life(end) === "expiring");
  const badges = [];
  // As long as others live, the end of one is news and no alarm.
  const live = known.length - expired.length;
  if (expired.length) {
    badges.push(
      live
        ? ["secondary", `${expired.length} of ${known.length} expired`, `since ${dateTime(expired[0])}`]
        : ["danger", "expired", `since ${dateTime(expired.at(-1))}`],
    );
  }
  if (expiring.length) {
    badges.push(
      expiring.length < live
        ? ["secondary", `${expiring.length} of ${live} expires ${distance(expiring[0])}`, dateTime(expiring[0])]
        : ["warning", `expires ${distance(expiring.at(-1))}`, dateTime(expiring.at(-1))],
    );
  }
  const refusal = refusals.get(client.client_id);
  if (refusal && failedLast(refusal, known)) {
    // Of keys that are published nobody notes down when they were last used.
    badges.push([
      "danger",
      known.length ? "last try refused" : "refused lately",
      `${reasonText(refusal.reason)}, ${dateTime(refusal.at)}, from ${refusal.source}`,
    ]);
  }
  return badges;
}

/** Recently, and nothing that we know of has let the client in since. */
function failedLast(refusal, known) {
  const at = Date.parse(refusal.at);
  return now() - at < DAY && known.every(({ used }) => !used || Date.parse(used) < at);
}
