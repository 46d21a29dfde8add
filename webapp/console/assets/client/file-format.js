// What a file with public keys is, by its first bytes.

/** As the interface calls them, and as people do. */
export const FORMATS = [
  ["CERTIFICATE_PEM", "Certificate (PEM)"],
  ["PUBLIC_KEY_PEM", "Public key (PEM)"],
  ["JWKS", "JSON Web Key Set"],
  ["CSR", "Certificate request"],
  ["PKCS12", "PKCS12 key store"],
  ["JKS", "JKS key store"],
  ["BCFKS", "BCFKS key store"],
];

/** Those that have a password and entries. */
export const KEY_STORES = ["PKCS12", "JKS", "BCFKS"];

const PEM = [
  ["-----BEGIN CERTIFICATE REQUEST-----", "CSR"],
  ["-----BEGIN NEW CERTIFICATE REQUEST-----", "CSR"],
  ["-----BEGIN CERTIFICATE-----", "CERTIFICATE_PEM"],
  ["-----BEGIN PUBLIC KEY-----", "PUBLIC_KEY_PEM"],
];

const MAGIC_OF_JKS = [0xfe, 0xed, 0xfe, 0xed];

const text = (bytes) => new TextDecoder("latin1").decode(bytes);

/** @returns one of the formats; undefined: no idea */
export function guess(bytes, name) {
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
  return bytes[0] === 0x30 ? guessDer(bytes, name.toLowerCase()) : undefined;
}

/** PKCS12 begins with its version, 3 (RFC 7292, section 4); what ASN.1 says of the others is too much for here. */
function guessDer(bytes, name) {
  const content = bytes[1] < 0x80 ? 2 : 2 + (bytes[1] & 0x7f);
  if (bytes[content] === 0x02 && bytes[content + 1] === 1 && bytes[content + 2] === 3) {
    return "PKCS12";
  }
  return name.endsWith(".bcfks")
    ? "BCFKS"
    : name.endsWith(".csr") || name.endsWith(".p10")
      ? "CSR"
      : name.endsWith(".cer") || name.endsWith(".crt") || name.endsWith(".der")
        ? "CERTIFICATE_PEM"
        : undefined;
}

/** Whether one can be seen; in key stores it cannot. */
export const hasPrivateKey = (bytes) => /-----BEGIN [A-Z ]*PRIVATE KEY-----|"d"\s*:/.test(text(bytes));
