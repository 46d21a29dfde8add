// Finds the certificates in a text or a file: only these are sent, never a private key beside them.

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

const SEQUENCE = 0x30;

/** More than the server takes. */
export const MAX_FILE_BYTES = 100_000;

/** The certificates in PEM, the client's own first; as a proxy's header has them, too. Undefined: there is none. */
export function certificatesIn(text) {
  const plain = /-----BEGIN(%20|\+)CERTIFICATE-----/i.test(text) ? unescaped(text) : text;
  return plain.match(BLOCK)?.join("\n");
}

/** Whether a private key is beside them. */
export const privateKeyIn = (text) => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);

/** The text of a file; of one in DER the PEM. */
export async function textOf(file) {
  const bytes = new Uint8Array(await file.slice(0, MAX_FILE_BYTES).arrayBuffer());
  if (bytes[0] !== SEQUENCE) {
    return new TextDecoder().decode(bytes);
  }
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n").trim()}\n-----END CERTIFICATE-----\n`;
}

function unescaped(text) {
  try {
    return decodeURIComponent(text.replaceAll("+CERTIFICATE", "%20CERTIFICATE"));
  } catch {
    return text;
  }
}
