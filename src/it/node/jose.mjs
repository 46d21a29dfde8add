// jose makes the assertion of a client that has no OAuth library, and verifies the token as a resource server does.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify, SignJWT } from 'jose';
import { algorithm, id, issuer, method, privateKey, secret, seen, verify } from './given.mjs';

const key = method === 'client_secret_jwt' ? new TextEncoder().encode(secret) : await privateKey();
const assertion = await new SignJWT()
  .setProtectedHeader({ alg: algorithm })
  .setIssuer(id)
  .setSubject(id)
  .setAudience(issuer.href)
  .setJti(randomUUID())
  .setIssuedAt()
  .setExpirationTime('1 minute')
  .sign(key);

const metadata = await (await fetch(`${issuer.origin}/.well-known/oauth-authorization-server${issuer.pathname}`)).json();
const answer = await fetch(metadata.token_endpoint, {
  method: 'POST',
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'invoices:read',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }),
});
const { access_token: token, error } = await answer.json();
assert.equal(answer.status, 200, error);

const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
  issuer: metadata.issuer,
  audience: metadata.issuer,
  typ: 'at+jwt',
});
assert.equal(payload.client_id, id);
assert.equal(payload.scope, 'invoices:read');

assert.equal((await fetch(verify, { headers: { Authorization: `Bearer ${token}` } })).status, 204);

seen('jose', 'token', 'verification');
