// The tab Why refused?: the latest refusals, and a form to try a credential without using it up.

import { call } from "../api.js";
import { alarm, field } from "../parts.js";
import { mayChange } from "../session.js";
import { html, nothing, update } from "../ui.js";
import { recognised } from "./pasted.js";
import { textOf } from "./pem.js";
import { refusedPart } from "./refused.js";
import { tokenPart } from "./token.js";
import { checksPart, outcomePart } from "./verdict.js";

export function trialTab(model) {
  const refused = refusedPart(model);
  const trial = { text: "", source: "", found: recognised(""), answer: null, problem: null, busy: false };

  /** Discards the result before: it is about another text. */
  function put(text) {
    Object.assign(trial, { text, found: recognised(text), answer: null, problem: null, busy: false });
  }

  /** The result before is about another address. */
  function from(source) {
    Object.assign(trial, { source, answer: null, problem: null });
  }

  async function attempt(event) {
    event.preventDefault();
    const { found, source } = trial;
    if (found.kind === "none" || trial.busy) {
      return;
    }
    Object.assign(trial, { answer: null, problem: null, busy: true });
    update();
    const said = await call("POST", `${model.path}/try`, { json: { ...found.body, ...(source.trim() && { source: source.trim() }) } }).then(
      ({ body }) => ({ answer: body }),
      (problem) => ({ problem }),
    );
    // An answer about what was typed before is dropped.
    if (found === trial.found) {
      Object.assign(trial, source === trial.source ? said : {}, { busy: false });
      update();
    }
  }

  function forget() {
    put("");
    update();
  }

  function clear() {
    forget();
    document.getElementById("field-credential").focus();
  }

  // A page in the back/forward cache keeps no credential.
  addEventListener("pagehide", forget);

  return {
    left() {
      removeEventListener("pagehide", forget);
      put("");
    },
    template: () => html`
      ${refused()} ${mayChange() ? trying() : nothing}
    `,
  };

  /** Not for auditors: the attempt would be recorded. */
  function trying() {
    return html`
      <section aria-labelledby="trial-title">
        <div class="section-head"><h2 id="trial-title">Try a credential</h2></div>
        <p>
          Paste what the client sent. It is checked as of now, and nothing is used up; the audit events record the attempt, not the
          credential, which is not kept and is cleared when you leave this page.
        </p>
        ${form(trial, { attempt, put, from, clear }, model.base.allowed_sources ?? [])}
        <div role="status">${trial.answer ? outcomePart(trial.answer) : nothing}</div>
        <div class="beside">${trial.answer ? checksPart(trial.answer) : nothing} ${tokenPart(trial.found)}</div>
      </section>
    `;
  }
}

/** method="dialog" never sends the form: what is typed cannot get into a URL. */
const form = ({ text, source, found, problem, busy }, { attempt, put, from, clear }, ranges) => html`
  <form method="dialog" novalidate autocomplete="off" @submit=${attempt}>
    ${field({ name: "credential", label: "Assertion, access token, Authorization header or certificate", rows: 6, value: text, change: put, help: "A JWT, also as client_assertion=… or in a whole form body; or Authorization: Basic … or Bearer …; or a TLS certificate in PEM, with the CA certificates that are sent after it" })}
    <div class="field">
      <label class="form-label" for="field-credential-file">Or the file of a certificate</label>
      <input
        class="form-control"
        id="field-credential-file"
        type="file"
        @change=${async ({ target }) => target.files[0] && (put(await textOf(target.files[0])), (target.value = ""), update())}
      />
    </div>
    ${ranges.length ? field({ name: "source", label: "From this address", value: source, change: from, problem, help: `The IP address that it comes from, as the log has it. Allowed: ${ranges.join(", ")}. Empty: the address is not checked.` }) : nothing}
    ${alarm(problem)}
    <p role="status">${text.trim() ? kindText(found) : nothing}</p>
    <div class="buttons">
      <button class="btn btn-primary" type="submit" ?disabled=${found.kind === "none" || busy}>${busy ? "Please wait…" : "Try it"}</button>
      <button class="btn btn-outline-secondary" type="button" ?disabled=${!text} @click=${clear}>Clear</button>
    </div>
  </form>
`;

const KINDS = {
  none: () => "Neither a JWT nor an Authorization header nor a certificate.",
  assertion: () => "An assertion.",
  token: () => "An access token.",
  certificate: () => "A certificate, as if the request had the client_id of this client.",
  basic: ({ id }) => (id === undefined ? "A Basic header." : html`A Basic header with the client ID <code>${id}</code>.`),
  header: ({ scheme }) => html`An Authorization header with the scheme <code>${scheme}</code>.`,
};

const kindText = (found) => html`${KINDS[found.kind](found)} ${found.notes.join(" ")}`;
