// What a change of the authenticator removes or disables: told before it is saved.

import { counted, life, listed } from "../format.js";
import { propertyLabel } from "../properties.js";

const SIGNS_WITH_SECRET = "client_secret_jwt";

/** Whole sentences, for the method that was chosen and is not saved yet. */
export function whatEnds(model) {
  const before = model.savedMethod();
  const after = model.method();
  const { base } = model;
  const lines = [`“${before?.label ?? base.token_endpoint_auth_method}” is refused from then on.`];

  // The secret of client_secret_jwt is stored as a key, other secrets as hashes: neither can be converted.
  const removed = (base.token_endpoint_auth_method === SIGNS_WITH_SECRET) !== (after.method === SIGNS_WITH_SECRET);
  const live = base.secrets.filter(({ expires_at: end }) => life(end) !== "expired").length;
  const one = base.secrets.length === 1;
  const secrets = one
    ? `The client's secret, which ${live ? "is live" : "has expired"},`
    : `The client's ${counted(base.secrets.length, "secret")} (${live} of them live)`;
  if (base.secrets.length && removed) {
    lines.push(`${secrets} will be removed for good.`);
  } else if (base.secrets.length && !after.uses_secrets) {
    lines.push(
      `${secrets} will not work; ${one ? "it stays registered, and works" : "they stay registered, and work"} again when this is undone.`,
    );
  }
  if (base.certificates.length && !after.uses_keys) {
    lines.push(
      `The client's ${counted(base.certificates.length, "registered key")} will not work; ${base.certificates.length === 1 ? "it stays" : "they stay"} registered.`,
    );
  }
  const forgotten = (before?.properties ?? []).filter(({ name }) => base[name] !== undefined).map(({ name }) => propertyLabel(name));
  if (forgotten.length) {
    lines.push(`Removed: ${listed(forgotten)}.`);
  }
  if (after.uses_secrets && (removed || !base.secrets.length)) {
    lines.push("It then has no secret: add one after you have saved.");
  }
  if (base.certificates.length && after.uses_keys && !before?.uses_keys) {
    lines.push(`The client's ${counted(base.certificates.length, "registered key")} will count again.`);
  }
  if (after.uses_keys && !base.certificates.length) {
    lines.push("It then has no key, unless you choose below where its keys come from.");
  }
  return lines;
}
