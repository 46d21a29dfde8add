// Why is it refused? The latest refusals, and a place to try a credential without using it up.

import { call } from "../api.js";
import { alarm, field } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { recognised } from "./pasted.js";
import { refusedPart } from "./refused.js";
import { tokenPart } from "./token.js";
import { checksPart, outcomePart } from "./verdict.js";

export function trialTab(model) {
  const refused = refusedPart(model);
  const trial = { text: "", found: recognised(""), answer: null, problem: null, busy: false };

  /** What came of the one before is no longer about what stands there. */
  function put(text) {
    Object.assign(trial, { text, found: recognised(text), answer: null, problem: null, busy: false });
  }

  async function attempt(event) {
    event.preventDefault();
    const { found } = trial;
    if (found.kind === "none" || trial.busy) {
      return;
    }
    Object.assign(trial, { answer: null, problem: null, busy: true });
    update();
    const said = await call("POST", `${model.path}/try`, { json: found.body }).then(
      ({ body }) => ({ answer: body }),
      (problem) => ({ problem }),
    );
    if (found === trial.found) {
      Object.assign(trial, said, { busy: false });
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

  // A page that is put aside, to come back by the button Back, takes no credential along.
  addEventListener("pagehide", forget);

  return {
    left() {
      removeEventListener("pagehide", forget);
      put("");
    },
    template: () => html`
      ${refused()}
      <section aria-labelledby="trial-title">
        <div class="section-head"><h2 id="trial-title">Try a credential</h2></div>
        <p>
          Paste what the client sent. It is judged as it would be now, and nothing is used up; the events say that somebody tried. It is
          kept nowhere, and leaves this page with you.
        </p>
        ${form(trial, { attempt, put, clear })}
        <div role="status">${trial.answer ? outcomePart(trial.answer) : nothing}</div>
        <div class="beside">${trial.answer ? checksPart(trial.answer) : nothing} ${tokenPart(trial.found)}</div>
      </section>
    `,
  };
}

/** The form has a method by which nothing is ever sent: what is typed can get into no URL. */
const form = ({ text, found, problem, busy }, { attempt, put, clear }) => html`
  <form method="dialog" novalidate autocomplete="off" @submit=${attempt}>
    ${alarm(problem)}
    ${field({ name: "credential", label: "Assertion or Authorization header", rows: 6, value: text, change: put, help: "A JWT, also as client_assertion=… or in a whole form body; or Authorization: Basic …" })}
    <p role="status">${text.trim() ? kindText(found) : nothing}</p>
    <div class="buttons">
      <button class="btn btn-primary" type="submit" ?disabled=${found.kind === "none" || busy}>${busy ? "Please wait…" : "Try it"}</button>
      <button class="btn btn-outline-secondary" type="button" ?disabled=${!text} @click=${clear}>Clear</button>
    </div>
  </form>
`;

const KINDS = {
  none: () => "This is neither an assertion nor an Authorization header.",
  assertion: () => "This is an assertion.",
  basic: ({ id }) => (id === undefined ? "This is a Basic header." : html`This is a Basic header, with the id <code>${id}</code>.`),
  header: ({ scheme }) => html`This is an Authorization header with the scheme <code>${scheme}</code>.`,
};

const kindText = (found) => html`${KINDS[found.kind](found)} ${found.notes.join(" ")}`;
