// Calls the administrators' REST interface, the only service that the console uses.

import { signedInAgain } from "./session.js";

const ADMIN = "../admin";

/** How far the server's clock is ahead of the browser's, in milliseconds: expiry is shown by the server's clock. */
let ahead = 0;

/** Smaller differences are taken for none. */
const MIN_DIFFERENCE_MS = 3000;

/** The time at the server, to a few seconds. */
export const now = () => Date.now() + ahead;

/** A problem that the interface has answered (RFC 9457). */
export class Problem extends Error {
  /** @param answer the members of the problem, as far as there are any */
  constructor(status, answer) {
    super(answer.detail ?? answer.error_description ?? `The server answered ${status}.`);
    this.status = status;
    this.kind = String(answer.type ?? "").replace(/.*:/, "");
    this.field = answer.field;
  }
}

/**
 * One call. When the session has ended, it waits for a new sign-in and is then repeated: nothing that was typed is lost.
 *
 * @param options json: a body; patch: a merge patch; form: a FormData; tag: the version that is meant; file: true for an answer that is kept as a file; accept: its type, where there are several
 * @returns body, tag, and for a file its name
 * @throws Problem
 */
export async function call(method, path, options = {}) {
  for (;;) {
    const response = await send(method, path, options);
    if (response.status !== 401) {
      return read(response, options);
    }
    await signedInAgain();
  }
}

async function send(method, path, { json, patch, form, tag, accept = "*/*" }) {
  const headers = { Accept: accept };
  if (tag) {
    headers["If-Match"] = tag;
  }
  if (json ?? patch) {
    headers["Content-Type"] = patch ? "application/merge-patch+json" : "application/json";
  }
  const body = form ?? ((json ?? patch) && JSON.stringify(json ?? patch));
  let response;
  try {
    response = await fetch(ADMIN + path, { method, headers, body, credentials: "same-origin", cache: "no-store", redirect: "error" });
  } catch {
    throw new Problem(0, { detail: "The server cannot be reached. Nothing was lost here: try again." });
  }
  setClock(Date.parse(response.headers.get("Date")));
  return response;
}

/** A Date header has whole seconds and takes time to arrive: a small difference means nothing. */
function setClock(date) {
  const difference = date - Date.now();
  ahead = Math.abs(difference) > MIN_DIFFERENCE_MS ? difference : 0;
}

async function read(response, { file }) {
  if (!response.ok) {
    throw new Problem(response.status, await response.json().catch(() => ({})));
  }
  const tag = response.headers.get("ETag");
  if (file) {
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))?.[1];
    return { body: await response.blob(), tag, name };
  }
  return { body: response.status === 204 ? {} : await response.json(), tag };
}

export const get = (path) => call("GET", path);

/** A client's path, the same as links.self of an existing client: an id with special characters is encoded. */
export function clientPath(id) {
  if (/^[A-Za-z0-9._-]+$/.test(id) && id !== "." && id !== "..") {
    return `/clients/${id}`;
  }
  // An id with other characters cannot exist; the empty id leads to a 404.
  const known = /^[ -~]*$/.test(id) ? id : "";
  return `/clients/~${btoa(known).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** A query of the values that are not empty. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
