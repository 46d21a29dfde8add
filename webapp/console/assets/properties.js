// The fields for the properties of a method's clients, as /authenticators describes them: those of plug-ins too.

import { Problem } from "./api.js";
import { field } from "./parts.js";

/** Labels of the registered metadata names; the properties of a plug-in are labelled by their names. */
const LABELS = {
  token_endpoint_auth_signing_alg: "Signature algorithm",
  audience_policy: "Audience policy",
  jwks: "Key set (JWKS)",
  jwks_uri: "JWKS URL",
  tls_client_auth_subject_dn: "Subject DN",
  tls_client_auth_san_dns: "DNS name",
  tls_client_auth_san_uri: "URI",
  tls_client_auth_san_ip: "IP address",
  tls_client_auth_san_email: "E-mail address",
  tls_client_auth_ca: "Issued by",
};

/** The label of the empty choice. */
const NOTHING_CHOSEN = {
  token_endpoint_auth_signing_alg: "any that is allowed here",
  audience_policy: "as set for all clients",
  tls_client_auth_ca: "any CA that is trusted for clients",
};

/** Of a hash beside its label. */
const SHORT = 8;

export const propertyLabel = (name) => LABELS[name] ?? name;

/** @param value as text: see propertyText */
export function propertyField({ name, type, allowed_values: allowed, labels, required, help }, value, change, problem) {
  const choices =
    type === "choice"
      ? [...(required ? [] : [["", NOTHING_CHOSEN[name] ?? "not set"]]), ...allowed.map((choice, at) => [choice, labels ? `${labels[at]} (${choice.slice(0, SHORT)}…)` : choice])]
      : undefined;
  return field({
    name,
    label: propertyLabel(name),
    value,
    change,
    problem,
    help,
    choices,
    required,
    type: type === "url" ? "url" : "text",
    rows: type === "json" ? 10 : undefined,
  });
}

/** A value as the text of its field. */
export const propertyText = ({ type }, value) =>
  value === undefined || value === null ? "" : type === "json" ? JSON.stringify(value, null, 2) : value;

/** @throws Problem when the text has to be JSON and is not */
export function propertyValue({ name, type }, text) {
  if (text === "") {
    return null;
  }
  if (type !== "json") {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(0, { detail: "Not valid JSON.", field: name });
  }
}
