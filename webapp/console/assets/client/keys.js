// The tab Keys: the public keys that verify this client's JWTs, on this node, now.

import { comparesCertificates } from "../methods.js";
import { empty } from "../parts.js";
import { link } from "../router.js";
import { html, nothing } from "../ui.js";
import { cachedKeys } from "./cached-keys.js";
import { certificatesSection, keptSection } from "./certificates.js";
import { savedSource } from "./key-source.js";

const SOURCES = {
  registered: "They are registered here, one by one.",
  jwks: "They are registered here, as a key set.",
  jwks_uri: "The client publishes them itself.",
};

export function keysTab(model) {
  if (!model.savedMethod()?.uses_keys) {
    return { template: () => without(model) };
  }
  const cache = cachedKeys(model);
  return {
    template: () => html`
      <p>${use(model.savedMethod())} ${SOURCES[savedSource(model)]} ${address(model)}</p>
      ${cache.template()} ${savedSource(model) === "registered" ? certificatesSection(model) : keptSection(model)}
    `,
  };
}

const use = (method) =>
  comparesCertificates(method)
    ? "The client connects with one of these certificates; a bare public key does not count."
    : "These public keys verify the client's signed JWTs.";

const address = ({ base }) => (base.jwks_uri ? html`<code class="text-break">${base.jwks_uri}</code>` : nothing);

const without = (model) =>
  empty(
    model.savedMethod()
      ? `This client signs in by “${model.savedMethod().label}”, which needs no public key.`
      : `The method “${model.base.token_endpoint_auth_method}” is not installed any more, so this client is refused.`,
    html`<a class="btn btn-outline-primary" href=${link({ client: model.id, tab: "credentials" })}>To its credentials</a>`,
  );
