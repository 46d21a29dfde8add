// The building blocks of pages. Values from the server go into them as text, never as markup.

import { now } from "./api.js";
import { DAY, date, dateTime, dateTimeSeconds, distance, life } from "./format.js";
import { tellProblem } from "./news.js";
import { html, nothing, update } from "./ui.js";

/** Problems that stand at the field to blame, and those whose field has been changed since. */
const placed = new WeakSet();
const answered = new WeakSet();

/** What is wrong with a field, until it is changed; undefined: nothing. */
export function blame(problem, name) {
  if (problem?.field !== name || answered.has(problem)) {
    return undefined;
  }
  placed.add(problem);
  return problem.message;
}

/** Ends the blame of a field that has been changed. */
export function answer(problem, name) {
  if (problem?.field === name) {
    answered.add(problem);
  }
}

/** An error, announced at once by screen readers; nothing without one, or when it stands at its field, which is drawn before. */
export const alarm = (problem) =>
  problem && !placed.has(problem) ? html`<p class="alert alert-danger" role="alert">${problem.message}</p>` : nothing;

/** Focuses the invalid field, or else the submit button, which has lost the focus while it was disabled. */
export const focusProblem = (form) =>
  requestAnimationFrame(() => (form.querySelector("[aria-invalid=true]") ?? form.querySelector("[type=submit]"))?.focus());

/** A warning before an action. */
export const warning = (...content) => html`<div class="alert alert-warning" role="status">${content}</div>`;

/** @param retry tries again what has failed */
export const failure = (problem, retry) => html`
  <div class="state" role="alert">
    <p>${problem.message}</p>
    <button class="btn btn-outline-primary" type="button" @click=${retry}>Try again</button>
  </div>
`;

export const loading = () =>
  html`<p class="state" role="status"><span class="spinner-border spinner-border-sm" aria-hidden="true"></span> Loading…</p>`;

/** @param content offers a next step */
export const empty = (text, content = nothing) =>
  html`<div class="state">
    <p>${text}</p>
    ${content}
  </div>`;

/** An instant in words, with ISO 8601 as its title. */
export const stamp = (iso, text) => html`<time datetime=${iso} title=${iso}>${text}</time>`;
export const when = (iso) => stamp(iso, dateTime(iso));
/** To the second, to find it in the log and to tell it from others of the same minute. */
export const moment = (iso) => stamp(iso, dateTimeSeconds(iso));
export const ago = (iso) => stamp(iso, distance(iso));

/** A date and its distance; with the time of day within two days. */
export const until = (iso) =>
  html`${stamp(iso, Math.abs(Date.parse(iso) - now()) < 2 * DAY ? dateTime(iso) : date(iso))}
    <span class="text-secondary text-nowrap">(${distance(iso)})</span>`;

const LIFE = { expired: ["danger", "expired"], expiring: ["warning", "expires"], live: ["success", "valid"] };

/** A badge with the state of an expiry. */
export function lifeBadge(iso) {
  const state = life(iso);
  const [colour, word] = LIFE[state];
  return badge(colour, state === "expiring" ? `${word} ${distance(iso)}` : word, iso);
}

/** @param colour success, warning, danger, secondary or disabled */
export const badge = (colour, text, title) => html`<span class="badge text-bg-${colour}" title=${title ?? nothing}>${text}</span>`;

/**
 * A label with its control.
 *
 * @param field name, label, value, change: takes the new value; type; help; problem: the interface's answer; attributes of an input: required, maxlength, list, min, disabled, autofocus; rows
 */
export function field(field) {
  const { name, label, help, problem } = field;
  const complaint = blame(problem, name);
  const blamed = complaint !== undefined;
  const id = `field-${name}`;
  return html`
    <div class="field">
      <label class="form-label" for=${id}>${label}</label>
      ${control(field, id, blamed, help || blamed ? `${id}-help` : nothing)}
      ${help || blamed ? html`<div class=${blamed ? "invalid-feedback d-block" : "form-text"} id="${id}-help">${complaint ?? help}</div>` : nothing}
    </div>
  `;
}

function control(
  { name, value, change, type = "text", choices, rows, required, maxlength, min, disabled, autofocus, placeholder, problem },
  id,
  blamed,
  help,
) {
  const said = (event) => (answer(problem, name), change(event.target.value), update());
  if (choices) {
    // A value that is no choice, or no longer one, is shown as itself: the browser would show the first choice.
    const known = choices.some(([choice]) => choice === value);
    return html`
      <select
        class="form-select ${blamed ? "is-invalid" : ""}"
        id=${id}
        name=${name}
        ?disabled=${disabled}
        ?autofocus=${autofocus}
        aria-describedby=${help}
        aria-invalid=${blamed}
        @change=${said}
      >
        ${(known ? choices : [[value, value || "not chosen yet"], ...choices]).map(([choice, text]) => html`<option value=${choice} .selected=${choice === value}>${text}</option>`)}
      </select>
    `;
  }
  if (rows) {
    return html`
      <textarea
        class="form-control ${blamed ? "is-invalid" : ""}"
        id=${id}
        name=${name}
        rows=${rows}
        dir="auto"
        .value=${value}
        ?required=${required}
        ?disabled=${disabled}
        maxlength=${maxlength ?? nothing}
        spellcheck="false"
        autocomplete="off"
        placeholder=${placeholder ?? nothing}
        aria-describedby=${help}
        aria-invalid=${blamed}
        @input=${said}
      ></textarea>
    `;
  }
  return html`
    <input
      class="form-control ${blamed ? "is-invalid" : ""}"
      id=${id}
      name=${name}
      type=${type}
      dir="auto"
      .value=${value}
      ?required=${required}
      ?disabled=${disabled}
      ?autofocus=${autofocus}
      maxlength=${maxlength ?? nothing}
      min=${min ?? nothing}
      spellcheck="false"
      autocapitalize="none"
      autocomplete=${type === "password" ? "new-password" : "off"}
      placeholder=${placeholder ?? nothing}
      aria-describedby=${help}
      aria-invalid=${blamed}
      @input=${said}
    />
  `;
}

/** Explains the field of a scope. Commas are legal within a scope (RFC 6749, section 3.3), but are usually meant to separate two. */
export const scopeHelp = (scope) =>
  html`What it is allowed to do, separated by spaces. The filter checks it; proxies pass it on as X-Client-Scope.
  <span class="warned d-block" role="status"
    >${/[,;]/.test(scope ?? "") ? `A comma or semicolon separates nothing: it becomes part of the scope “${scope.split(" ").find((one) => /[,;]/.test(one))}”. Use spaces.` : nothing}</span
  >`;

/** A check box. */
export function check({ name, label, help, value, change, disabled, problem }) {
  const complaint = blame(problem, name);
  const said = (event) => (answer(problem, name), change(event.target.checked), update());
  return html`<div class="form-check field">
    <input
      class="form-check-input"
      type="checkbox"
      id="field-${name}"
      name=${name}
      .checked=${value}
      ?disabled=${disabled}
      aria-describedby="field-${name}-help"
      aria-invalid=${complaint !== undefined}
      @change=${said}
    />
    <label class="form-check-label" for="field-${name}">${label}</label>
    <div class=${complaint ? "invalid-feedback d-block" : "form-text"} id="field-${name}-help">${complaint ?? help}</div>
  </div>`;
}

/**
 * A button that copies a text; without permission for the clipboard it selects what stands beside it.
 *
 * @param what names the copied text, for screen readers
 * @param copied is called once the clipboard has it
 */
export const copyButton = (text, what, copied = () => {}) => html`
  <button
    class="btn btn-sm btn-outline-primary"
    type="button"
    aria-label="Copy ${what}"
    .textContent=${"Copy"}
    @click=${(event) => copy(event.currentTarget, text, copied)}
  ></button>
`;

async function copy(button, text, copied) {
  const label = button.getAttribute("aria-label");
  let done = "Copied";
  try {
    await navigator.clipboard.writeText(text);
    copied();
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    done = "Press Ctrl+C";
  }
  button.textContent = done;
  button.setAttribute("aria-label", done);
  const back = () => ((button.textContent = "Copy"), button.setAttribute("aria-label", label));
  button.addEventListener("blur", back, { once: true });
}

/** A text with a button that copies it. */
export const snippet = (text) =>
  html`<div class="snippet">
    <pre tabindex="0"><code>${text}</code></pre>
    ${copyButton(text, "these lines")}
  </div>`;

/** Downloads a file. */
export function download(content, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = name;
  anchor.click();
  // The download has started by then.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

/** A button for an asynchronous action; its failure is shown at the top of the page. */
export function action(label, run, { style = "outline-primary", disabled = false, small = true } = {}) {
  const act = async ({ currentTarget: button }) => {
    if (button.ariaBusy === "true") {
      return;
    }
    // Not disabled: it would lose the focus.
    button.ariaBusy = "true";
    try {
      await run();
    } catch (problem) {
      tellProblem(problem);
    }
    button.ariaBusy = null;
    update();
  };
  return html`<button class="btn ${small ? "btn-sm" : ""} btn-${style}" type="button" ?disabled=${disabled} @click=${act}>
    ${label}
  </button>`;
}
