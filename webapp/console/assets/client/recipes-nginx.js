// nginx asks Countersign about each request (auth_request). Pure.

import { nginx as quoted } from "./quoting.js";

/** nginx does not verify an upstream's certificate by default. */
const TLS = `
    proxy_ssl_server_name on;
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 3;
    proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;`;

export const nginx = (client, { verify }) => `# For every location, unless it says "auth_request off".
auth_request     /_countersign;
auth_request_set $client_id     $upstream_http_x_client_id;
auth_request_set $client_method $upstream_http_x_client_auth_method;
auth_request_set $client_scope  $upstream_http_x_client_scope;
auth_request_set $retry_after   $upstream_http_retry_after;

location = /_countersign {
    internal;
    auth_request off;
    proxy_pass ${quoted(verify)};${verify.startsWith("https:") ? TLS : ""}
    # Nothing of what the client sent but this one header.
    proxy_pass_request_headers off;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_set_header Authorization $http_authorization;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_connect_timeout 3s;
    proxy_read_timeout 3s;
}

# Whatever is neither 2xx nor 401 nor 403 is a 500 of nginx's own.
error_page 500 =503 @countersign_away;
location @countersign_away {
    auth_request off;
    add_header Retry-After 5 always;
    return 503;
}

location / {
    # Your application, which must be reachable through here only.
    proxy_pass http://127.0.0.1:9000;
    proxy_set_header Host $host;
    proxy_set_header X-Client-Id $client_id;
    proxy_set_header X-Client-Auth-Method $client_method;
    proxy_set_header X-Client-Scope $client_scope;
    proxy_set_header Authorization "";
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header Forwarded "";
    add_header Retry-After $retry_after always;
}
`;
