// A small MCP server, which knows of OAuth only what the proxy before it says: who the client is.
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

function mcp() {
  const server = new McpServer({ name: 'who-am-i', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Tells the id of the client that asks.' }, ({ requestInfo }) => ({
    content: [{ type: 'text', text: `${requestInfo.headers['x-client-id']}` }],
  }));
  return server;
}

const server = createServer(async (request, response) => {
  // One for each request: nothing is kept between them.
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on('close', () => transport.close());
  await mcp().connect(transport);
  await transport.handleRequest(request, response);
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
