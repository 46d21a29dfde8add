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

/** How administrators call a method. */
export const methodLabel = (catalog, name) => methodOf(catalog, name)?.label ?? name;
