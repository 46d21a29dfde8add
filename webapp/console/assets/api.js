// Calls the administrators' REST interface, which is the only thing that the console speaks to.

import { signedInAgain } from "./session.js";

const ADMIN = "../admin";

/** How far the server's clock is ahead of ours, in milliseconds: what has expired is the server's to say. */
let ahead = 0;

/** In milliseconds. */
const SAME_TIME = 3000;

/** The time at the server, to a few seconds. */
export const now = () => Date.now() + ahead;

/** What the interface said instead of what was asked for (RFC 9457). */
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
 * One call. When the session has ended it waits until somebody has signed in again, and then goes on: nothing that was typed is lost.
 *
 * @param options json: a body; patch: a merge patch; form: a FormData; tag: the version that is meant; file: true for an answer that is kept as a file
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

async function send(method, path, { json, patch, form, tag }) {
  const headers = { Accept: "*/*" };
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

/** Dates in header fields have whole seconds, and some time on the way: what is less than that is no difference. */
function setClock(date) {
  const difference = date - Date.now();
  ahead = Math.abs(difference) > SAME_TIME ? difference : 0;
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

/** A client's own path, as links.self tells it for those that are there: an id that is no plain word is encoded. */
export function clientPath(id) {
  if (/^[A-Za-z0-9._-]+$/.test(id) && id !== "." && id !== "..") {
    return `/clients/${id}`;
  }
  // Other characters than these no client has, nor the empty path that stands for them.
  const known = /^[ -~]*$/.test(id) ? id : "";
  return `/clients/~${btoa(known).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** A query with those of the values that are there. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
