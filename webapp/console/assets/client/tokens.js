// The fields about a client's access tokens, in the tab Settings.

import { span } from "../format.js";
import { check, field } from "../parts.js";
import { html } from "../ui.js";
import { member } from "./save.js";

const LIFETIMES = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H"];

export const tokenFields = (model) => html`
  ${check({ ...member(model, "grant_types"), label: "May fetch access tokens", help: "At the token URL, by its secret or key. Behind a proxy, a client with a signed JWT needs one." })}
  ${field({ ...member(model, "token_lifetime"), label: "Token lifetime", choices: lifetimes(model.saved("token_lifetime")), help: "How long each of its access tokens works, unless it is ended before." })}
  ${check({ ...member(model, "tls_client_certificate_bound_access_tokens"), label: "Tokens bound to its TLS certificate", help: "Each of its access tokens is good only over connections with the certificate with which it was fetched (RFC 8705). Without a TLS certificate it gets none, whatever its method." })}
  ${check({ ...member(model, "introspection"), label: "Resource server", help: "May ask about access tokens of other clients (introspection): about those for its own audience, or about all where it has none." })}
`;

/** @param saved may be another one, from a script */
const lifetimes = (saved) => [
  ["", "as this server is set up"],
  ...(saved && !LIFETIMES.includes(saved) ? [saved, ...LIFETIMES] : LIFETIMES).map((lifetime) => [lifetime, span(lifetime)]),
];
