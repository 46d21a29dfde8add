// Detects the format of a file with public keys by its first bytes.

/** Names in the interface, and labels. */
export const FORMATS = [
  ["CERTIFICATE_PEM", "Certificate (PEM, DER or PKCS #7)"],
  ["PUBLIC_KEY_PEM", "Public key (PEM or DER)"],
  ["JWKS", "JSON Web Key Set"],
  ["CSR", "Certificate signing request (CSR)"],
  ["PKCS12", "PKCS12 key store"],
  ["JKS", "JKS key store"],
  ["BCFKS", "BCFKS key store"],
];

/** Formats with a password and entries. */
export const KEY_STORES = ["PKCS12", "JKS", "BCFKS"];

const PEM = [
  ["-----BEGIN CERTIFICATE REQUEST-----", "CSR"],
  ["-----BEGIN NEW CERTIFICATE REQUEST-----", "CSR"],
  ["-----BEGIN CERTIFICATE-----", "CERTIFICATE_PEM"],
  ["-----BEGIN PUBLIC KEY-----", "PUBLIC_KEY_PEM"],
];

const MAGIC_OF_JKS = [0xfe, 0xed, 0xfe, 0xed];

/** As text; PowerShell writes UTF-16. */
function text(bytes) {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "latin1";
  return new TextDecoder(wide).decode(bytes);
}

/** @returns one of the formats; undefined: not recognized */
export function guess(bytes) {
  const content = text(bytes);
  const block = PEM.map(([mark, format]) => [content.indexOf(mark), format])
    .filter(([at]) => at >= 0)
    .sort(([one], [other]) => one - other)[0];
  if (block) {
    return block[1];
  }
  if (content.trimStart().startsWith("{")) {
    return "JWKS";
  }
  if (MAGIC_OF_JKS.every((byte, index) => bytes[index] === byte)) {
    return "JKS";
  }
  return guessDer(bytes[0] === SEQUENCE ? bytes : withoutArmour(content));
}

/** The bytes of Base64 without BEGIN and END, as JSON and YAML have it; none: it is something else. */
function withoutArmour(content) {
  const base64 = content.replace(/[\s"']/g, "").replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(base64)) {
    return new Uint8Array();
  }
  return Uint8Array.from(atob(base64.slice(0, base64.length - (base64.length % 4))), (character) => character.charCodeAt(0));
}

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const VERSION_OF_CERTIFICATE = 0xa0;

/** The tag of an element, where its content starts, and where it ends (X.690, section 8.1). */
function element(bytes, at) {
  const long = bytes[at + 1] >= 0x80;
  const start = at + 2 + (long ? bytes[at + 1] & 0x7f : 0);
  const length = long ? bytes.slice(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0) : bytes[at + 1];
  return { tag: bytes[at], start, end: start + length };
}

/** By the first elements that the formats do not share (RFC 5280, 2986, 7292, 5652). */
function guessDer(bytes) {
  const whole = element(bytes, 0);
  const first = element(bytes, whole.start);
  if (whole.tag !== SEQUENCE) {
    return undefined;
  }
  if (first.tag === INTEGER) {
    return bytes[first.start] === 3 ? "PKCS12" : undefined;
  }
  if (first.tag === OBJECT_IDENTIFIER) {
    // PKCS #7.
    return "CERTIFICATE_PEM";
  }
  const inner = element(bytes, first.start);
  if (first.tag !== SEQUENCE) {
    return undefined;
  }
  if (inner.tag === INTEGER) {
    // A request: version and subject. A certificate of version 1: serial number and algorithm.
    const second = element(bytes, inner.end);
    return bytes[second.start] === OBJECT_IDENTIFIER ? "CERTIFICATE_PEM" : "CSR";
  }
  if (inner.tag === OBJECT_IDENTIFIER) {
    return bytes[first.end] === BIT_STRING ? "PUBLIC_KEY_PEM" : undefined;
  }
  return { [VERSION_OF_CERTIFICATE]: "CERTIFICATE_PEM", [SEQUENCE]: "BCFKS" }[inner.tag];
}

/** Whether a private key is visible; in key stores it is encrypted. */
export const hasPrivateKey = (bytes) => /-----BEGIN [A-Z ]*PRIVATE KEY-----|"d"\s*:\s*"/.test(text(bytes));
