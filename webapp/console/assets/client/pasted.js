// Finds the credential in pasted text: a line of a log, a header, a form body, a curl command. Pure: it neither shows nor sends anything.

import { certificatesIn, privateKeyIn } from "./pem.js";

/** The value, and the lines below it that can only continue it: terminals and mail break long lines. */
const ASSERTION = /client_assertion["']?\s*[=:]\s*["']?([^\s&"']*(?:[ \t]*\r?\n[ \t]*[\w.%-]+(?=\s*(?:[\r\n&"']|$)))*)/i;
const HEADER = /(?:^|[^\w-])authorization["']?\s*:\s*["']?([^\r\n"']*(?:\r?\n[ \t]*[A-Za-z0-9+/=]+(?=\s*(?:[\r\n"']|$)))*)/i;
const BARE_HEADER = /^(?:basic|bearer|dpop|digest|negotiate)\s[^]*$/i;
const BARE_ASSERTION = /^(?:eyJ[^]*|[\w=+/-]*\.[\w=+/.-]*)$/;

/**
 * Members kind: "none", "assertion", "token" (an access token), "certificate", "basic" or "header" (of another scheme); body: what to send; jwt: the assertion or
 * token; id: the client id in a Basic header; notes.
 */
export function recognised(text) {
  const certificate = certificatesIn(text);
  if (certificate) {
    const notes = privateKeyIn(text) ? ["A private key is in the text too: it is not sent, but it should never leave its client."] : [];
    return { kind: "certificate", body: { certificate }, notes };
  }
  const pasted = text
    .trim()
    .replace(/^(["'])([^]*)\1$/, "$2")
    .trim();
  const assertion = ASSERTION.exec(pasted);
  const header = HEADER.exec(pasted);
  const notes =
    assertion?.[1] && header?.[1].trim()
      ? ["The text has two credentials, and a request with both is refused. Only the assertion is checked."]
      : [];
  if (assertion?.[1]) {
    return ofAssertion(unescaped(assertion[1]), notes);
  }
  if (header?.[1].trim() || BARE_HEADER.test(pasted)) {
    return ofHeader(header?.[1] ?? pasted, notes);
  }
  return BARE_ASSERTION.test(joined(pasted)) ? ofAssertion(pasted, notes) : { kind: "none", notes };
}

function ofAssertion(text, notes) {
  const jwt = joined(text);
  return isAccessToken(jwt)
    ? { kind: "token", jwt, body: { authorization: `Bearer ${jwt}` }, notes: [...notes, ...lineBreaks(text)] }
    : { kind: "assertion", jwt, body: { assertion: jwt }, notes: [...notes, ...lineBreaks(text)] };
}

/** By the type in its header (RFC 9068, section 2.1). */
function isAccessToken(jwt) {
  try {
    return /^(application\/)?at\+jwt$/i.test(JSON.parse(atob(jwt.split(".")[0].replaceAll("-", "+").replaceAll("_", "/"))).typ);
  } catch {
    return false;
  }
}

function ofHeader(text, notes) {
  const [, scheme, rest] = /^(\S*)\s*([^]*)$/.exec(text.trim());
  if (scheme.toLowerCase() === "bearer") {
    const jwt = joined(rest);
    return { kind: "token", jwt, body: { authorization: `Bearer ${jwt}` }, notes: [...notes, ...lineBreaks(rest)] };
  }
  const authorization = `${scheme} ${joined(rest)}`.trim();
  const basic = scheme.toLowerCase() === "basic";
  return {
    kind: basic ? "basic" : "header",
    scheme,
    id: basic ? nameIn(joined(rest)) : undefined,
    body: { authorization },
    notes: [...notes, ...lineBreaks(rest)],
  };
}

/** The client id in a Basic header; undefined: it cannot be decoded. The secret behind the colon is not looked at. */
function nameIn(base64) {
  try {
    const pair = atob(base64);
    const colon = pair.indexOf(":");
    return colon < 0 ? undefined : decodeURIComponent(pair.slice(0, colon).replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

/** A value of a form body. An invalid escape stays as it is: the server reports it. */
function unescaped(value) {
  try {
    return value.includes("%") ? decodeURIComponent(value) : value;
  } catch {
    return value;
  }
}

const joined = (text) => text.trim().replace(/\s*[\r\n]+\s*/g, "");

const lineBreaks = (text) => (/[\r\n]/.test(text.trim()) ? ["Line breaks were removed."] : []);
