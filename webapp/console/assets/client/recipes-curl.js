// Snippets of plain sh, without comments: some interactive shells do not support them. Pure.

import { form, json, shell } from "./quoting.js";

/** The secret goes through pipes only: other users can see the arguments of a program. */
export const basic = (client, { verify }) => `BASIC="$(printf %s:%s ${shell(form(client.client_id))} "$CLIENT_SECRET" | openssl base64 -A)"
printf 'header = "Authorization: Basic %s"\\n' "$BASIC" |
  curl -i --config - ${shell(verify)}
`;

export const post = (client, { verify }) => `printf %s "$CLIENT_SECRET" |
  curl -i ${shell(verify)} \\
    -d ${shell(`client_id=${form(client.client_id)}`)} --data-urlencode client_secret@-
`;

export const signed = (client, server, algorithm) => assertion(client, server, algorithm, signing(algorithm), "KEY=private-key.pem\n");

export const signedBySecret = (client, server, algorithm) =>
  assertion(client, server, algorithm, `sign() { openssl dgst -sha${algorithm.slice(2)} -hmac "$CLIENT_SECRET" -binary; }`);

/** The JSON texts are arguments of printf, not its format, where a percent sign would be interpreted. */
const assertion = (client, { issuer, verify }, algorithm, sign, key = "") => `${key}ID=${shell(json(client.client_id))}
ISSUER=${shell(json(issuer))}
b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
${sign}
NOW="$(date +%s)"
HEADER="$(printf %s ${shell(`{"typ":"client-authentication+jwt","alg":${json(algorithm)}}`)} | b64)"
CLAIMS="$(printf '{"iss":%s,"sub":%s,"aud":%s,"jti":"%s","iat":%s,"exp":%s}' \\
  "$ID" "$ID" "$ISSUER" "$(openssl rand -hex 16)" "$NOW" "$((NOW + 60))" | b64)"
SIGNATURE="$(printf %s "$HEADER.$CLAIMS" | sign | b64)"
curl -i ${shell(verify)} \\
  -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  -d "client_assertion=$HEADER.$CLAIMS.$SIGNATURE"
`;

/** The bytes of r and of s in hexadecimal digits, by the size of the hash (RFC 7518, section 3.4). */
const DIGITS = { 256: 64, 384: 96, 512: 132 };

/** A function of sh that signs what it reads. */
function signing(algorithm) {
  const size = algorithm.slice(2);
  switch (algorithm.slice(0, 2)) {
    case "RS":
      return `sign() { openssl dgst -sha${size} -sign "$KEY" -binary; }`;
    case "PS":
      return `sign() { openssl dgst -sha${size} -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -sign "$KEY" -binary; }`;
    case "ES":
      // OpenSSL writes it as ASN.1, JOSE as two numbers of one length.
      return `digits() { openssl dgst -sha${size} -sign "$KEY" -binary | openssl asn1parse -inform DER | sed -n 's/.*INTEGER *://p'; }
padded() { while read -r NUMBER; do printf '%${DIGITS[size]}s' "$NUMBER"; done | tr ' ' 0; }
sign() { openssl asn1parse -genstr "FORMAT:HEX,OCTETSTRING:$(digits | padded)" -noout -out /dev/stdout | tail -c ${DIGITS[size]}; }`;
    default:
      // Ed25519 reads its input twice, so that it must be a file.
      return `sign() { TEXT="$(mktemp)"; cat > "$TEXT"; openssl pkeyutl -sign -rawin -in "$TEXT" -inkey "$KEY"; rm "$TEXT"; }`;
  }
}
