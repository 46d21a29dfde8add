// Badges of clients in the list: expired credentials, those that expire soon, keys that cannot be fetched, and a recent refusal.

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

/** The clients whose keys this node could not fetch, by client id. */
export async function keyFailuresByClient() {
  const { body } = await get("/key-cache/failures");
  return new Map(body.items.map((failure) => [failure.client_id, failure]));
}

/** The credentials that the client's method uses. */
export function credentials(client, catalog) {
  const method = methodOf(catalog, client.token_endpoint_auth_method);
  if (client.access_type !== "confidential" || !method) {
    return [];
  }
  return [
    ...(method.uses_secrets ? client.secrets.map((secret) => ({ end: secret.expires_at, used: secret.last_used_at })) : []),
    ...client.certificates
      .filter(({ in_use: inUse }) => inUse)
      .map((certificate) => ({ end: certificate.not_after, used: certificate.last_used_at })),
  ];
}

/** Colour, text and explanation of each badge. */
export function warnings(client, catalog, refusals, keyFailures) {
  const known = credentials(client, catalog);
  const ends = known
    .map(({ end }) => end)
    .filter(Boolean)
    .sort((one, other) => Date.parse(one) - Date.parse(other));
  const expired = ends.filter((end) => life(end) === "expired");
  const expiring = ends.filter((end) => life(end) === "expiring");
  const badges = [];
  // While others are valid, an expired one is information and no alarm.
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
  const failure = keyFailures.get(client.client_id);
  if (failure) {
    badges.push([
      failure.cached ? "warning" : "danger",
      failure.cached ? "keys cannot be refreshed" : "keys not available",
      `${failure.error}, ${dateTime(failure.at)}`,
    ]);
  }
  const refusal = refusals.get(client.client_id);
  if (refusal && !(failure && refusal.outcome === "unavailable") && failedLast(refusal, known)) {
    // Keys that the client publishes have no time of last use.
    badges.push([
      "danger",
      known.length ? "last attempt refused" : "refused lately",
      `${reasonText(refusal.reason)}${refusal.cause ? `: ${refusal.cause}` : ""}, ${dateTime(refusal.at)}, from ${refusal.source}`,
    ]);
  }
  return badges;
}

/** Whether it is within a day, and no credential is known to have been used since. */
function failedLast(refusal, known) {
  const at = Date.parse(refusal.at);
  return now() - at < DAY && known.every(({ used }) => !used || Date.parse(used) < at);
}
