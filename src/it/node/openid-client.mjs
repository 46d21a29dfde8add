// openid-client, as its documentation has it.
import assert from 'node:assert/strict';
import * as client from 'openid-client';
import { id, issuer, method, privateKey, secret, seen, verify } from './given.mjs';

const authentications = {
  client_secret_basic: () => client.ClientSecretBasic(secret),
  client_secret_post: () => client.ClientSecretPost(secret),
  client_secret_jwt: () => client.ClientSecretJwt(secret),
  private_key_jwt: async () => client.PrivateKeyJwt(await privateKey()),
};

const config = await client.discovery(issuer, id, undefined, await authentications[method](), {
  algorithm: 'oauth2', // RFC 8414
  execute: [client.allowInsecureRequests], // http, on loopback
});

const { access_token: token } = await client.clientCredentialsGrant(config, { scope: 'invoices:read' });

const response = await client.fetchProtectedResource(config, token, verify, 'GET');
assert.equal(response.status, 204);

const known = await client.tokenIntrospection(config, token);
assert.equal(known.active, true);
assert.equal(known.client_id, id);
assert.equal(known.scope, 'invoices:read');

await client.tokenRevocation(config, token);
assert.equal((await client.tokenIntrospection(config, token)).active, false);

seen('openid-client', 'discovery', 'token', 'introspection', 'revocation');
