// A program for the npm package openid-client. Pure.

import { json } from "./quoting.js";

/** How the client proves itself, in the words of the package. */
const PROOFS = {
  client_secret_basic: () => "client.ClientSecretBasic(process.env.CLIENT_SECRET)",
  client_secret_post: () => "client.ClientSecretPost(process.env.CLIENT_SECRET)",
  client_secret_jwt: () => "client.ClientSecretJwt(process.env.CLIENT_SECRET)",
  private_key_jwt: (algorithm) => `client.PrivateKeyJwt(await importPKCS8(await readFile("private-key.pem", "utf8"), ${json(algorithm)}))`,
};

/** Of the algorithms with a secret it has this one only. */
export const openidClientFits = ({ token_endpoint_auth_method: method }, algorithm) =>
  Object.hasOwn(PROOFS, method) && (method !== "client_secret_jwt" || algorithm === "HS256");

export function openidClient(client, { issuer, token, verify }, algorithm) {
  const method = client.token_endpoint_auth_method;
  const imports = method === "private_key_jwt" ? `import { importPKCS8 } from "jose";\nimport { readFile } from "node:fs/promises";\n` : "";
  const insecure = token.startsWith("http:") ? "client.allowInsecureRequests(config);\n" : "";
  const asked = client.audience?.length ? `{ resource: ${json(issuer)} }` : "{}";
  return `import * as client from "openid-client";
${imports}
const config = new client.Configuration(
  { issuer: ${json(issuer)}, token_endpoint: ${json(token)} },
  ${json(client.client_id)},
  {},
  ${PROOFS[method](algorithm)},
);
${insecure}const { access_token } = await client.clientCredentialsGrant(config, ${asked});

const answer = await client.fetchProtectedResource(config, access_token, new URL(${json(verify)}), "GET");
console.log(answer.status);
`;
}
