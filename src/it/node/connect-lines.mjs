// Prints what the console's tab Connect has for Spring: the lines for the client, a form feed, those for the resource server.
import { spring, springResourceServer } from './recipes-spring.js';
import { algorithm, id, issuer, method } from './given.mjs';

const client = { client_id: id, token_endpoint_auth_method: method, audience: JSON.parse(process.env.AUDIENCE) };
const server = { issuer: issuer.href, token: `${issuer}/token` };
console.log([spring(client, server, algorithm), springResourceServer(client, server)].join('\f'));
