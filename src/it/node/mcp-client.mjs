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

// The SDK's own discovery demands an authorization_endpoint, which a server for client credentials has none of; so the
// provider hands it the metadata.
const metadata = await fetch(`${issuer.origin}/.well-known/oauth-authorization-server${issuer.pathname}`);
const discovered = { authorizationServerUrl: issuer.href, authorizationServerMetadata: await metadata.json() };
authProvider.discoveryState = () => discovered;

const client = new Client({ name: 'countersign-test', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(process.env.MCP_SERVER), { authProvider }));
const { content } = await client.callTool({ name: 'whoami' });
assert.equal(content[0].text, id);
await client.close();

seen('@modelcontextprotocol/sdk', 'token', 'proxy', 'tool');
