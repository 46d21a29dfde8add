// What can be registered: the methods of the list box Client Authenticator, and the access types.

import { get } from "./api.js";

export const ACCESS_TYPES = [
  ["confidential", "confidential"],
  ["public", "public"],
  ["bearer_only", "bearer-only"],
];

export const accessType = (name) => ACCESS_TYPES.find(([value]) => value === name)?.[1] ?? name;

let asked = null;

/** The methods that are installed, plug-ins too; asked for once. */
export function methods() {
  asked ??= get("/authenticators").then(({ body }) => body.items);
  asked.catch(() => (asked = null));
  return asked;
}

/** The line of the list box that a method belongs to; undefined: it is no longer installed. */
export const methodOf = (catalog, name) => catalog.find(({ method, alternatives }) => method === name || alternatives.includes(name));

/** The label of a method, and its name where several methods share the label. */
export function methodText(catalog, name) {
  const line = methodOf(catalog, name);
  return line?.alternatives.length ? `${line.label} (${name})` : (line?.label ?? name);
}

/** The label of a method in the list box. */
export const methodLabel = (catalog, name) => methodOf(catalog, name)?.label ?? name;

/** Whether a method's clients prove themselves by the certificates themselves, so that a bare public key helps nothing. */
export const comparesCertificates = (method) => method?.method === "self_signed_tls_client_auth";
