// Why somebody was refused, in words: the log and the interface have a name for each reason.

const WORDS = {
  NO_CREDENTIAL: "no credential",
  MALFORMED: "malformed request",
  SEVERAL_METHODS: "several methods at once",
  METHOD_NOT_ALLOWED: "method not allowed here",
  UNKNOWN_CLIENT: "unknown client",
  DISABLED_CLIENT: "client is disabled",
  NOT_CONFIDENTIAL: "client is not confidential",
  METHOD_NOT_REGISTERED: "client has another method",
  NO_LIVE_SECRET: "client has no valid secret",
  WRONG_SECRET: "wrong secret",
  EXPIRED_SECRET: "expired secret",
  MALFORMED_ASSERTION: "malformed JWT",
  ALGORITHM_NOT_ALLOWED: "algorithm not allowed",
  NO_SUCH_KEY: "no key that fits the JWT",
  CERTIFICATE_NOT_VALID: "certificate expired or not valid yet",
  BAD_SIGNATURE: "signature does not verify",
  WRONG_ISSUER: "JWT names another client",
  WRONG_AUDIENCE: "JWT is for another audience",
  EXPIRED_ASSERTION: "expired JWT",
  BAD_EXPIRY: "JWT's expiry is missing or too far ahead",
  NOT_YET_VALID: "JWT is not valid yet",
  TOO_OLD: "JWT was issued too long ago",
  BAD_ID: "JWT's id is missing or unfit",
  REPLAYED: "JWT was used before",
  REFUSED_BY_PLUGIN: "refused by a plug-in",
  INSUFFICIENT_SCOPE: "scope was not granted",
  NOT_ADMINISTRATOR: "not an administrator",
  TLS_REQUIRED: "neither TLS nor loopback",
  THROTTLED: "throttled",
};

/** A name that is not known here is shown in lower case. */
export const reasonText = (name) => (Object.hasOwn(WORDS, name) ? WORDS[name] : name.toLowerCase().replaceAll("_", " "));
