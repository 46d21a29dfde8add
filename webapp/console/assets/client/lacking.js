// What a client, or the server, still lacks before the client can authenticate.

import { life } from "../format.js";
import { comparesCertificates } from "../methods.js";
import { link } from "../router.js";
import { html } from "../ui.js";

/** Templates, a sentence each. */
export function lacking(client, method, server) {
  const to = (tab, label) => html`<a href=${link({ client: client.client_id, tab })}>${label}</a>`;
  const said = [];
  if (!client.enabled) {
    said.push(html`This client is disabled: it is refused everywhere until it is enabled, under ${to("settings", "Settings")}.`);
  }
  if (!method) {
    said.push(html`The method of this client is not installed any more. Choose another one under ${to("credentials", "Credentials")}.`);
    return said;
  }
  if (method.uses_secrets && !client.secrets.some(({ expires_at: end }) => life(end) !== "expired")) {
    said.push(html`It has no secret that works. Make one under ${to("credentials", "Credentials")}.`);
  }
  if (method.uses_keys && !client.jwks && !client.jwks_uri) {
    said.push(...ofKeys(client.certificates, method, server, to));
  }
  if (server.issuer?.startsWith("http:")) {
    said.push(
      html`The issuer of this server is plain http on its own machine, which is for trials only. For remote clients an operator sets
      COUNTERSIGN_ISSUER to an https URL; it is the audience of their JWTs then.`,
    );
  }
  return said;
}

function ofKeys(certificates, method, server, to) {
  if (certificates.length === 0) {
    return [html`It has no key yet. Register one, or a URL, under ${to("keys", "Keys")}.`];
  }
  if (comparesCertificates(method) && certificates.every(({ kind }) => kind === "public_key")) {
    return [html`It has no certificate, only bare public keys, which do not count. Register its TLS certificate under ${to("keys", "Keys")}.`];
  }
  const accepted = server.expired_certificates === "accept";
  const outOfTime = ({ not_after: end, expires_at: replaced }) => life(replaced) === "expired" || (!accepted && life(end) === "expired");
  return certificates.every(outOfTime)
    ? [html`All its keys have ended, or their certificates have expired. Register a new one under ${to("keys", "Keys")}.`]
    : [];
}
