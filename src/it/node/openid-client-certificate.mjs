// openid-client by a TLS certificate: what follows the lines of src/doc/clients.md, which the test writes beside this.
import assert from 'node:assert/strict';
import { access_token as token, client, config, dispatcher, fetch } from './openid-client-page.mjs';
import { id, method, seen } from './given.mjs';

const aliases = config.serverMetadata().mtls_endpoint_aliases;
const verify = aliases.token_endpoint.replace(/token$/, 'verify');
const authorization = `Bearer ${token}`;

// The token is bound to the certificate (RFC 8705, section 3).
assert.equal((await fetch(verify, { headers: { authorization }, dispatcher })).status, 204);
assert.equal((await fetch(verify, { headers: { authorization } })).status, 401);

// Without a token.
const direct = await fetch(`${verify}?client_id=${id}`, { dispatcher });
assert.equal(direct.status, 204);
assert.equal(direct.headers.get('x-client-auth-method'), method);
assert.equal((await fetch(`${verify}?client_id=${id}`)).status, 401);

const known = await client.tokenIntrospection(config, token);
assert.equal(known.active, true);
assert.equal(known.client_id, id);
assert.ok(known.cnf['x5t#S256']);

await client.tokenRevocation(config, token);
assert.equal((await client.tokenIntrospection(config, token)).active, false);

seen('openid-client', 'discovery', 'bound token', 'introspection', 'revocation');
