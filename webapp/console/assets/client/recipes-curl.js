// Snippets of plain sh, without comments: some interactive shells do not support them. Pure.

import { form, json, shell } from "./quoting.js";

/** What a client asks for when it only tries its credential. */
const trial = ({ verify }) => ({ flags: "-i", url: verify, data: "" });

/**
 * What it asks for when it wants a token: one that is good at this server too, where that is not so by itself.
 */
const grant = ({ token, issuer }, { audience }) => ({
  flags: "-sS",
  url: token,
  data: ["grant_type=client_credentials", ...(audience?.length ? [`resource=${form(issuer)}`] : [])]
    .map((parameter) => `-d ${shell(parameter)} `)
    .join(""),
});

const tries =
  (authenticated) =>
  (client, server, ...more) => {
    const { setup, request } = authenticated(client, trial(server, client), server, ...more);
    return `${setup}${request}\n`;
  };

/** Fetches a token and shows it at this server; without one, what was answered instead. */
const fetches =
  (authenticated) =>
  (client, server, ...more) => {
    const { setup, request } = authenticated(client, grant(server, client), server, ...more);
    return `${setup}ANSWER="$(${request})"
TOKEN="$(printf %s "$ANSWER" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')"
[ "$TOKEN" ] || printf '%s\\n' "$ANSWER"
printf 'header = "Authorization: Bearer %s"\\n' "$TOKEN" |
  curl -i --config - ${shell(server.verify)}
`;
  };

/** The secret goes through pipes only: other users can see the arguments of a program. */
const byBasic = (client, { flags, url, data }) => ({
  setup: `BASIC="$(printf %s:%s ${shell(form(client.client_id))} "$CLIENT_SECRET" | openssl base64 -A)"\n`,
  request: `printf 'header = "Authorization: Basic %s"\\n' "$BASIC" |
  curl ${flags} --config - ${data}${shell(url)}`,
});

const byPost = (client, { flags, url, data }) => ({
  setup: "",
  request: `printf %s "$CLIENT_SECRET" |
  curl ${flags} ${shell(url)} \\
    ${data}-d ${shell(`client_id=${form(client.client_id)}`)} --data-urlencode client_secret@-`,
});

const byCertificate = (client, { flags, url, data }) => ({
  setup: "",
  request: `curl ${flags} --cert client.pem --key client-key.pem ${shell(url)} \\
    ${data}-d ${shell(`client_id=${form(client.client_id)}`)}`,
});

const bySigning = (client, request, server, algorithm) =>
  byAssertion(client, request, server, algorithm, signing(algorithm), "KEY=private-key.pem\n");

const bySecretSigning = (client, request, server, algorithm) =>
  byAssertion(client, request, server, algorithm, `sign() { openssl dgst -sha${algorithm.slice(2)} -hmac "$CLIENT_SECRET" -binary; }`);

/** The JSON texts are arguments of printf, not its format, where a percent sign would be interpreted. */
const byAssertion = (client, { flags, url, data }, { issuer }, algorithm, sign, key = "") => ({
  setup: `${key}ID=${shell(json(client.client_id))}
ISSUER=${shell(json(issuer))}
b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
${sign}
NOW="$(date +%s)"
HEADER="$(printf %s ${shell(`{"typ":"client-authentication+jwt","alg":${json(algorithm)}}`)} | b64)"
CLAIMS="$(printf '{"iss":%s,"sub":%s,"aud":%s,"jti":"%s","iat":%s,"exp":%s}' \\
  "$ID" "$ID" "$ISSUER" "$(openssl rand -hex 16)" "$NOW" "$((NOW + 60))" | b64)"
SIGNATURE="$(printf %s "$HEADER.$CLAIMS" | sign | b64)"
`,
  request: `curl ${flags} ${shell(url)} \\
  ${data}-d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  -d "client_assertion=$HEADER.$CLAIMS.$SIGNATURE"`,
});

export const basic = tries(byBasic);
export const connected = tries(byCertificate);
export const post = tries(byPost);
export const signed = tries(bySigning);
export const signedBySecret = tries(bySecretSigning);

export const tokenByBasic = fetches(byBasic);
export const tokenByCertificate = fetches(byCertificate);
export const tokenByPost = fetches(byPost);
export const tokenBySigning = fetches(bySigning);
export const tokenBySecretSigning = fetches(bySecretSigning);

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
