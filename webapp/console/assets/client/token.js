// Shows the contents of a pasted credential, before and after it is tried. Never a secret.

import { ago, when } from "../parts.js";
import { html, nothing } from "../ui.js";
import { decoded } from "./jwt.js";

/** @param found see recognised; the decoded credential is cached in it */
export function tokenPart(found) {
  if (found.kind === "assertion" || found.kind === "token") {
    found.token ??= decoded(found.jwt);
    return assertion(found.token);
  }
  if (found.kind === "basic") {
    return framed(
      "What it says",
      html`<dl class="facts">
        <dt>Client ID</dt>
        <dd>${found.id === undefined ? "cannot be read" : html`<code>${found.id}</code>`}</dd>
        <dt>Secret</dt>
        <dd>not shown</dd>
      </dl>`,
    );
  }
  return nothing;
}

const framed = (title, content) =>
  html`<section class="card token" aria-labelledby="token-title">
    <h3 id="token-title">${title}</h3>
    ${content}
  </section>`;

const assertion = ({ parts, times, problem }) =>
  framed(
    "What it says",
    html`
      ${problem ? html`<p class="problem">${problem}</p>` : nothing}
      ${times.length ? html`<dl class="facts">${times.map(timeRow)}</dl>` : nothing}
      ${parts.map(
        ({ label, text, problem: wrong }) => html`
          <h4 class="small text-secondary">${label}</h4>
          ${wrong ? html`<p class="problem">${wrong}</p>` : nothing}
          ${text ? html`<pre tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>` : nothing}
        `,
      )}
    `,
  );

const timeRow = ({ name, iso, problem }) => html`
  <dt><code>${name}</code></dt>
  <dd>
    ${iso ? html`${when(iso)} <span class="text-secondary">(${ago(iso)})</span>` : nothing}
    ${problem ? html`<span class="problem">${problem}</span>` : nothing}
  </dd>
`;
