// The dialog that registers a client, and the one that shows its secret once.

import { call } from "../api.js";
import { openForm } from "../dialog.js";
import { ACCESS_TYPES, methodOf } from "../methods.js";
import { tell } from "../news.js";
import { check, field, scopeHelp } from "../parts.js";
import { propertyField, propertyValue } from "../properties.js";
import { hasSubject, subjectFields } from "../client/subject.js";
import { go, link } from "../router.js";
import { showSecret } from "../secret.js";
import { html, nothing } from "../ui.js";

/** @param catalog the methods that are installed */
export function openCreation(catalog) {
  const client = { access_type: "confidential", token_endpoint_auth_method: catalog[0]?.method ?? "client_secret_basic" };
  const properties = {};
  const subject = subjectFields(
    (name) => properties[name] ?? "",
    (name, value) => (properties[name] = value),
  );
  const text = (name, label, help, more = {}) => ({
    name,
    label,
    help,
    value: client[name] ?? "",
    change: (value) => (client[name] = value),
    ...more,
  });
  const flag = (name, label, help, problem) =>
    check({ name, label, help, value: client[name] ?? false, change: (value) => (client[name] = value), problem });
  openForm({
    title: "Create client",
    label: "Create",
    submit: async () => {
      const { body } = await call("POST", "/clients", { json: wanted(client, properties, catalog) });
      const place = link({ client: body.client_id, tab: body.access_type === "confidential" ? "credentials" : "settings" });
      if (body.client_secret) {
        showSecret({ title: "Client created", client: body.client_id, secret: body.client_secret, closed: () => go(place) });
      } else {
        await go(place);
        if (body.warnings) {
          tell("Client created.", body.warnings);
        }
      }
    },
    fields: (problem) => html`
      ${field({ ...text("client_id", "Client ID", "Cannot be changed later. Leave it empty to have one generated.", { maxlength: 255, autofocus: true }), problem })}
      ${field({ ...text("client_name", "Name", "", { maxlength: 255 }), problem })}
      ${field({ ...text("access_type", "Access type", "Only confidential clients have credentials and can authenticate.", { choices: ACCESS_TYPES }), problem })}
      ${client.access_type === "confidential" ? methodFields(client, properties, catalog, text, subject, problem) : nothing}
      ${field({ ...text("scope", "Scope", scopeHelp(client.scope), { maxlength: 4000 }), problem })}
      ${flag("administrator", "Administrator", "May use the REST interface at /admin, as you do.", problem)}
      ${flag("auditor", "Auditor", "May read everything at /admin and /metrics, and change nothing.", problem)}
    `,
  });
}

function methodFields(client, properties, catalog, text, subject, problem) {
  const method = methodOf(catalog, client.token_endpoint_auth_method);
  const choices = catalog.map(({ method, label }) => [method, label]);
  // Other sources of keys are set in the tab Credentials, with room to explain them.
  const asked = (method?.properties ?? []).filter(({ required, name }) => required || name === "jwks_uri");
  return html`
    ${field({ ...text("token_endpoint_auth_method", "Client Authenticator", method?.help ?? "", { choices }), problem })}
    ${asked.map((property) => propertyField(property, properties[property.name] ?? "", (value) => (properties[property.name] = value), problem))}
    ${hasSubject(method) ? subject(method, problem) : nothing}
  `;
}

function wanted(client, properties, catalog) {
  const given = Object.entries(client).filter(([, value]) => value !== "" && value !== false);
  if (client.access_type !== "confidential") {
    return Object.fromEntries(given);
  }
  const known = methodOf(catalog, client.token_endpoint_auth_method)?.properties ?? [];
  const values = known
    .filter(({ name }) => properties[name])
    .map((property) => [property.name, propertyValue(property, properties[property.name])]);
  return Object.fromEntries([...given, ...values]);
}
