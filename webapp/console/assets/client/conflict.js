// Shown on a version conflict: the other administrator's changes beside the own unsaved ones.

import { warning, when } from "../parts.js";
import { propertyLabel } from "../properties.js";
import { html, nothing } from "../ui.js";

const LABELS = {
  client_name: "name",
  access_type: "access type",
  token_endpoint_auth_method: "client authenticator",
  grant_types: "grant types",
  token_lifetime: "token lifetime",
  introspection: "resource server",
  tls_client_certificate_bound_access_tokens: "tokens bound to its TLS certificate",
  tokens_not_before: "end of all tokens",
  allowed_sources: "allowed sources",
  managed_by: "managed by",
};

export const memberLabel = (name) => LABELS[name] ?? propertyLabel(name);

export function conflictTemplate(model) {
  if (!model.conflict) {
    return nothing;
  }
  const { by, at, changes } = model.conflict;
  return warning(html`
    <h2 id="conflict" tabindex="-1">Not saved: ${by} changed this client meanwhile, ${when(at)}</h2>
    <div class="sheet" role="region" aria-label="What was changed meanwhile" tabindex="0">
      <table class="table stacked mb-2">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">When you began</th>
            <th scope="col">Now</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map(
            ({ name, before, theirs, mine }) =>
              html`<tr>
                <th scope="row">${memberLabel(name)}</th>
                <td data-label="When you began"><bdi>${before}</bdi></td>
                <td data-label="Now"><bdi>${theirs}</bdi></td>
                <td data-label="Yours">${mine === undefined ? html`<span class="text-secondary">as it was</span>` : html`<bdi>${mine}</bdi>`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p>Keeping yours takes over the other changes and applies yours on top; nothing is saved until you press Save again.</p>
    <button class="btn btn-sm btn-primary" type="button" @click=${model.keepMine}>Keep mine, on top of theirs</button>
    <button class="btn btn-sm btn-outline-primary" type="button" @click=${model.takeTheirs}>Drop mine</button>
  `);
}
