// oauth4webapi, as its documentation has it; it verifies access tokens, too.
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { id, issuer, method, privateKey, secret, seen, verify } from './given.mjs';

const authentications = {
  client_secret_basic: () => oauth.ClientSecretBasic(secret),
  client_secret_post: () => oauth.ClientSecretPost(secret),
  client_secret_jwt: () => oauth.ClientSecretJwt(secret),
  private_key_jwt: async () => oauth.PrivateKeyJwt(await privateKey()),
};

const client = { client_id: id };
const authentication = await authentications[method]();
const options = { [oauth.allowInsecureRequests]: true }; // http, on loopback

const server = await oauth.processDiscoveryResponse(
  issuer,
  await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }),
);

const { access_token: token } = await oauth.processClientCredentialsResponse(
  server,
  client,
  await oauth.clientCredentialsGrantRequest(server, client, authentication, { scope: 'invoices:read' }, options),
);

const response = await oauth.protectedResourceRequest(token, 'GET', verify, undefined, undefined, options);
assert.equal(response.status, 204);

const request = new Request(verify, { headers: { Authorization: `Bearer ${token}` } });
const claims = await oauth.validateJwtAccessToken(server, request, issuer.href, options);
assert.equal(claims.client_id, id);
assert.equal(claims.scope, 'invoices:read');

const introspect = async () =>
  oauth.processIntrospectionResponse(
    server,
    client,
    await oauth.introspectionRequest(server, client, authentication, token, options),
  );
assert.equal((await introspect()).active, true);

await oauth.processRevocationResponse(
  await oauth.revocationRequest(server, client, authentication, token, options),
);
assert.equal((await introspect()).active, false);

seen('oauth4webapi', 'discovery', 'token', 'verification', 'introspection', 'revocation');
