// The tab Connect: the addresses of this server, and snippets by which the client authenticates.

import { get } from "../api.js";
import { copyButton, failure, loading, snippet, warning } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { algorithmsOf } from "./algorithm.js";
import { lacking } from "./lacking.js";
import { recipesFor } from "./recipes.js";

export function connectTab(model) {
  let server = null;
  let problem = null;

  async function load() {
    problem = null;
    update();
    try {
      ({ body: server } = await get("/server"));
    } catch (failed) {
      problem = failed;
    }
    update();
  }

  load();

  return {
    template: () => (problem ? failure(problem, load) : server === null ? loading() : page(model.base, model.savedMethod(), server)),
  };
}

function page(client, method, server) {
  const lacks = lacking(client, method, server);
  return html`
    <section aria-labelledby="facts-title">
      <div class="section-head"><h2 id="facts-title">The facts</h2></div>
      ${facts(client, method, server)}
      ${
        lacks.length
          ? warning(
              html`<ul>
                ${lacks.map((text) => html`<li>${text}</li>`)}
              </ul>`,
            )
          : nothing
      }
    </section>
    ${method ? recipesFor(client, method, server).map(recipe) : nothing}
  `;
}

function facts(client, method, server) {
  const algorithms = method ? algorithmsOf(client, method, server) : [];
  const rows = [
    ["Issuer", server.issuer, "The audience of JWTs; compared exactly"],
    ["Verify URL", server.verify, "For subrequests of proxies, and to try a credential"],
    ["Token URL", client.grant_types?.length ? server.token : undefined, "Where it fetches access tokens"],
    ["Client ID", client.client_id],
    ["Method", client.token_endpoint_auth_method],
    [
      algorithms.length === 1 ? "Algorithm" : "Algorithms",
      algorithms.join(" "),
      algorithms.length > 1 ? "Any of these that fits its key" : undefined,
    ],
  ];
  return html`
    <div class="sheet">
      <table class="table connection">
        <tbody>
          ${rows
            .filter(([, value]) => value)
            .map(
              ([label, value, help]) =>
                html`<tr>
                  <th scope="row">${label}</th>
                  <td>
                    <div><code>${value}</code>${copyButton(value, label)}</div>
                    ${help ? html`<span class="form-text">${help}</span>` : nothing}
                  </td>
                </tr>`,
            )}
        </tbody>
      </table>
    </div>
  `;
}

const recipe = ({ title, about, text }, at) => html`
  <section class="recipe" aria-labelledby="recipe-${at}">
    <div class="section-head"><h2 id="recipe-${at}">${title}</h2></div>
    <p>${about}</p>
    ${text === undefined ? nothing : snippet(text)}
  </section>
`;
