// The tab Credentials: the client's authentication method, and the credentials of that method.

import { field, warning } from "../parts.js";
import { propertyField } from "../properties.js";
import { methodOf } from "../methods.js";
import { html, nothing } from "../ui.js";
import { cachedKeys } from "./cached-keys.js";
import { certificatesSection, keptSection } from "./certificates.js";
import { tokensSection } from "./ending.js";
import { KEY_SOURCES, keySourceFields, savedSource } from "./key-source.js";
import { member, savedForm } from "./save.js";
import { secretsSection } from "./secrets.js";
import { SUBJECT_PROPERTIES, hasSubject, subjectFields } from "./subject.js";
import { whatEnds } from "./switch.js";

export function credentialsTab(model) {
  const cache = cachedKeys(model);
  const subject = subjectFields(model.value, model.set);
  return {
    template: () => html`
      <section aria-labelledby="credentials-title">
        <h2 class="visually-hidden" id="credentials-title">Credentials</h2>
        ${savedForm(model, html`${authenticatorFields(model)} ${whatEndsTemplate(model)} ${methodFields(model, subject)}`)}
      </section>
      ${isSwitching(model) ? nothing : credentials(model, cache)}
    `,
  };
}

const isSwitching = (model) => model.method() !== model.savedMethod();

/** The list box. A method that is no longer installed stays chosen until another one is. */
function authenticatorFields(model) {
  const name = "token_endpoint_auth_method";
  const value = model.value(name);
  const method = model.method();
  const installed = model.catalog.map((known) => [known.method, known.label]);
  const choices = method ? installed : [[value, `${value} (no longer installed)`], ...installed];
  const choose = (chosen) => model.set(name, methodOf(model.catalog, model.base[name])?.method === chosen ? model.base[name] : chosen);
  return html`
    ${field({ name: "authenticator", label: "Client Authenticator", value: method?.method ?? value, change: choose, choices, help: method?.help ?? "This method is not installed, so the client is refused: choose another method, or install its plug-in again." })}
    ${
      method?.alternatives.length
        ? field({
            ...member(model, name),
            label: "Registered as",
            choices: [method.method, ...method.alternatives].map((known) => [known, known]),
            help:
              method.method === "client_secret_basic"
                ? "Two ways to send the same secret: the client may use both, unless the filter in front of an application is strict."
                : undefined,
          })
        : nothing
    }
  `;
}

const whatEndsTemplate = (model) =>
  isSwitching(model)
    ? warning(
        html`<p class="mb-1"><strong>When you save this:</strong></p>
          <ul class="mb-0">
            ${whatEnds(model).map((line) => html`<li>${line}</li>`)}
          </ul>`,
      )
    : nothing;

function methodFields(model, subject) {
  const method = model.method();
  const drawn = [...(method?.uses_keys ? KEY_SOURCES : []), ...(hasSubject(method) ? SUBJECT_PROPERTIES : [])];
  return html`
    ${(method?.properties ?? [])
      .filter(({ name }) => !drawn.includes(name))
      .map((property) => propertyField(property, model.value(property.name), (value) => model.set(property.name, value), model.problem))}
    ${hasSubject(method) ? subject(method, model.problem) : nothing} ${method?.uses_keys ? keySourceFields(model) : nothing}
  `;
}

function credentials(model, cache) {
  const method = model.savedMethod();
  return html`
    ${method?.uses_secrets ? secretsSection(model) : nothing}
    ${method?.uses_keys && savedSource(model) === "registered" ? certificatesSection(model) : nothing}
    ${method?.uses_keys && savedSource(model) === "jwks_uri" ? cache.template() : nothing}
    ${method?.uses_keys && savedSource(model) !== "registered" ? keptSection(model) : nothing} ${tokensSection(model)}
  `;
}
