// Reasons of refusals in words: the log and the interface have the names of dev.countersign.auth.Refusal.

import { html } from "./ui.js";

const WORDS = {
  NO_CREDENTIAL: "sent no credential",
  MALFORMED: "the request is malformed",
  SEVERAL_METHODS: "two credentials in one request",
  METHOD_NOT_ALLOWED: "this method is not allowed here",
  UNKNOWN_CLIENT: "unknown client",
  DISABLED_CLIENT: "the client is disabled",
  NOT_CONFIDENTIAL: "the client is not confidential",
  METHOD_NOT_REGISTERED: "the client is registered for another method",
  SOURCE_NOT_ALLOWED: "from an address that the client's allowed_sources do not contain",
  NO_LIVE_SECRET: "the client has no live secret",
  WRONG_SECRET: "wrong secret",
  EXPIRED_SECRET: "the secret has expired",
  MALFORMED_ASSERTION: "the assertion is malformed",
  ALGORITHM_NOT_ALLOWED: "this algorithm is not allowed",
  NO_SUCH_KEY: "the client has no key that fits",
  CERTIFICATE_NOT_VALID: "the key's certificate has expired, or is not valid yet; or the key was replaced and has ended",
  BAD_SIGNATURE: "none of the client's keys verifies the signature",
  WRONG_ISSUER: "iss or sub is not the client",
  WRONG_AUDIENCE: "meant for another server (aud)",
  EXPIRED_ASSERTION: "the assertion has expired (exp)",
  BAD_EXPIRY: "the assertion's exp is missing or too far ahead",
  NOT_YET_VALID: "the assertion is not valid yet (nbf, iat)",
  TOO_OLD: "the assertion was made too long ago (iat)",
  BAD_ID: "the assertion's jti is missing or invalid",
  REPLAYED: "the assertion was used before",
  UNTRUSTED_CERTIFICATE: "no path leads from the certificate to a CA that is trusted for clients",
  UNFIT_CERTIFICATE: "the certificate, or one on its path, breaks a rule",
  REVOKED_CERTIFICATE: "the certificate, or one on its path, was revoked",
  WRONG_SUBJECT: "the certificate has another name than the registered one",
  WRONG_CERTIFICATE: "none of the client's certificates",
  FORWARDED_CERTIFICATE: "a certificate in a header that is not from a trusted proxy, or malformed",
  WRONG_TOKEN_CERTIFICATE: "the token is bound to another certificate",
  MALFORMED_TOKEN: "the access token is none of this server's",
  EXPIRED_TOKEN: "the access token has expired",
  REVOKED_TOKEN: "the access token was revoked",
  OUTDATED_TOKEN: "the access token is older than its client, or than tokens_not_before",
  REFUSED_BY_PLUGIN: "a plug-in refused it",
  INSUFFICIENT_SCOPE: "authenticated, but without the scope",
  NOT_ADMINISTRATOR: "authenticated, but neither administrator nor auditor",
  TLS_REQUIRED: "neither over TLS nor from this machine",
  FORGED_SOURCE: "a forwarding header names the proxy itself as the source",
  THROTTLED: "too many failed attempts before",
  UNAVAILABLE: "unavailable (503)",
};

/** A name that is newer than this list stands for itself. */
export const reasonText = (name) => (Object.hasOwn(WORDS, name) ? WORDS[name] : name.toLowerCase().replaceAll("_", " "));

/** The words, with the name that the log has where one looks closer. */
export const reason = (name) => html`<span title=${name}>${reasonText(name)}</span>`;

/** Whose refusals a page shows. */
export const WHOSE =
  "Only requests to this application, on this node: other nodes remember their own, and applications with the filter have theirs in their logs and over JMX.";
