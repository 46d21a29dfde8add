// Where a client's public keys come from: registered here one by one, as a key set, or from the client's own URL. One of the three.

import { comparesCertificates } from "../methods.js";
import { warning } from "../parts.js";
import { propertyField } from "../properties.js";
import { counted } from "../format.js";
import { html, nothing } from "../ui.js";
import { keyNames } from "./certificates.js";

/** The properties that hold a source of keys. */
export const KEY_SOURCES = ["jwks", "jwks_uri"];

const CHOICES = [
  ["registered", "Registered keys and certificates", "Made here, or imported, one by one."],
  ["jwks", "Key set", "A JWK set, pasted here; replaced here when the client changes its keys."],
  ["jwks_uri", "Use JWKS URL", "The client publishes its keys and rotates them by itself."],
];

/** @param read tells the value of a property */
const source = (read) => KEY_SOURCES.find((name) => read(name)) ?? "registered";

export const savedSource = (model) => source((name) => model.base[name]);

/** The source as it is chosen and not saved yet; undefined: the chosen method uses no keys. */
export const chosenSource = (model) => (model.method()?.uses_keys ? source(model.value) : undefined);

/** Whether the registered keys count as saved, and as chosen. */
export const registeredInUse = (model) => Boolean(model.savedMethod()?.uses_keys) && savedSource(model) === "registered";
export const registeredWillBeInUse = (model) => chosenSource(model) === "registered";

export function keySourceFields(model) {
  const chosen = model.keySource ?? source(model.value);
  const property = model.method().properties.find(({ name }) => name === chosen);
  return html`
    <fieldset class="field">
      <legend class="form-label">Keys come from</legend>
      ${CHOICES.map(([name, label, help]) => choice(model, name, label, help, name === chosen))}
    </fieldset>
    ${property ? propertyField(property, model.value(chosen), (value) => model.set(chosen, value), model.problem) : nothing}
    ${cost(model, chosen)}
  `;
}

const choice = (model, name, label, help, checked) => html`
  <div class="form-check">
    <input
      class="form-check-input"
      type="radio"
      name="key-source"
      id="source-${name}"
      .checked=${checked}
      aria-describedby="source-${name}-help"
      @change=${() => choose(model, name)}
    />
    <label class="form-check-label" for="source-${name}">${label}</label>
    <div class="form-text mt-0" id="source-${name}-help">${help}</div>
  </div>
`;

/** The values of the other sources are cleared; the chosen one starts with its saved value. */
function choose(model, name) {
  model.keySource = name;
  KEY_SOURCES.forEach((other) => model.set(other, other === name ? model.saved(other) : ""));
}

function cost(model, chosen) {
  const registered = model.base.certificates.length;
  const before = savedSource(model);
  if (chosen === before) {
    return nothing;
  }
  if (before === "registered") {
    return registered
      ? warning(
          `When you save this, the client's ${counted(registered, "registered key")} will be kept, but not in use: ${comparesCertificates(model.method()) ? "connections with them" : "JWTs that they sign"} are refused.`,
        )
      : nothing;
  }
  if (chosen === "registered" && registered) {
    return warning(
      html`<p>When you save this, the previous keys are refused, and these registered keys count again:</p>
        ${keyNames(model.base.certificates)}`,
    );
  }
  return warning(
    chosen === "registered"
      ? "When you save this, the previous keys are refused. The client then has no key until you generate or import one."
      : "When you save this, the previous keys are refused.",
  );
}
