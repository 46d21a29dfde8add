// The client of the Model Context Protocol's SDK, with its providers for client credentials, as its documentation has it.
import assert from 'node:assert/strict';
import {
  ClientCredentialsProvider,
  PrivateKeyJwtProvider,
} from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { algorithm, id, issuer, jwk, method, secret, seen } from './given.mjs';

const providers = {
  client_secret_basic: () =>
    new ClientCredentialsProvider({ clientId: id, clientSecret: secret, expectedIssuer: issuer.href }),
  private_key_jwt: () =>
    new PrivateKeyJwtProvider({ clientId: id, privateKey: jwk(), algorithm, expectedIssuer: issuer.href }),
};
const authProvider = providers[method]();

// What was asked for, in its order.
const asked = [];
const transport = { authProvider };

// The SDK refuses metadata without an authorization_endpoint, which a server for client credentials has none of. Either
// the provider hands it the metadata, or the transport, by which it discovers the server, adds what is missing.
const wellKnown = '/.well-known/oauth-authorization-server';
if (process.env.DISCOVERS) {
  transport.fetch = async (url, init) => {
    asked.push(`${url}`);
    const answer = await fetch(url, init);
    return new URL(url).pathname.startsWith(wellKnown)
      ? Response.json({ ...(await answer.json()), authorization_endpoint: 'about:blank', response_types_supported: [] })
      : answer;
  };
} else {
  const metadata = await (await fetch(`${issuer.origin}${wellKnown}${issuer.pathname}`)).json();
  authProvider.discoveryState = () => ({ authorizationServerUrl: issuer.href, authorizationServerMetadata: metadata });
}

const server = process.env.MCP_SERVER;
const client = new Client({ name: 'countersign-test', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(server), transport));
const { content } = await client.callTool({ name: 'whoami' });
assert.equal(content[0].text, id);
await client.close();

if (process.env.DISCOVERS) {
  // The challenge of the resource led to its metadata, and those to the server's.
  const way = [server, process.env.DISCOVERS, `${issuer.origin}${wellKnown}${issuer.pathname}`, `${issuer}/token`, server];
  assert.deepEqual(asked.slice(0, way.length), way);
  seen('@modelcontextprotocol/sdk', 'resource metadata', 'token', 'proxy', 'tool');
} else {
  seen('@modelcontextprotocol/sdk', 'token', 'proxy', 'tool');
}
