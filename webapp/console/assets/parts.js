// The pieces that pages are made of. Whatever comes from the server goes into them as text, never as markup.

import { now } from "./api.js";
import { DAY, date, dateTime, distance, life } from "./format.js";
import { tellProblem } from "./news.js";
import { html, nothing, update } from "./ui.js";

/** What went wrong, read out at once; nothing when nothing did. */
export const alarm = (problem) => (problem ? html`<p class="alert alert-danger" role="alert">${problem.message}</p>` : nothing);

/** Focuses the field that is to blame, or else the button that was pressed, which could not keep the focus meanwhile. */
export const focusProblem = (form) =>
  requestAnimationFrame(() => (form.querySelector("[aria-invalid=true]") ?? form.querySelector("[type=submit]"))?.focus());

/** Something to know before one goes on. */
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

/** @param content what one might do about it */
export const empty = (text, content = nothing) =>
  html`<div class="state">
    <p>${text}</p>
    ${content}
  </div>`;

/** An instant in some words, with ISO 8601 for those who look closer. */
export const stamp = (iso, text) => html`<time datetime=${iso} title=${iso}>${text}</time>`;
export const when = (iso) => stamp(iso, dateTime(iso));
export const ago = (iso) => stamp(iso, distance(iso));

/** A day and how far it is; a time of the day where it is near. */
export const until = (iso) =>
  html`${stamp(iso, Math.abs(Date.parse(iso) - now()) < 2 * DAY ? dateTime(iso) : date(iso))}
    <span class="text-secondary text-nowrap">(${distance(iso)})</span>`;

const LIFE = { expired: ["danger", "expired"], expiring: ["warning", "expires"], live: ["success", "valid"] };

/** A badge that says how long something lives. */
export function lifeBadge(iso) {
  const state = life(iso);
  const [colour, word] = LIFE[state];
  return badge(colour, state === "expiring" ? `${word} ${distance(iso)}` : word, iso);
}

/** @param colour success, warning, danger or secondary */
export const badge = (colour, text, title) => html`<span class="badge text-bg-${colour}" title=${title ?? nothing}>${text}</span>`;

/**
 * A label with what is typed or chosen below it.
 *
 * @param field name, label, value, change: takes the new value; type; help; problem: what the interface said; attributes of an input: required, maxlength, list, min, disabled, autofocus; rows
 */
export function field(field) {
  const { name, label, help, problem } = field;
  const blamed = problem?.field === name;
  const id = `field-${name}`;
  return html`
    <div class="field">
      <label class="form-label" for=${id}>${label}</label>
      ${control(field, id, blamed, help || blamed ? `${id}-help` : nothing)}
      ${help || blamed ? html`<div class=${blamed ? "invalid-feedback d-block" : "form-text"} id="${id}-help">${blamed ? problem.message : help}</div>` : nothing}
    </div>
  `;
}

function control(
  { name, value, change, type = "text", choices, rows, required, maxlength, min, disabled, autofocus, placeholder },
  id,
  blamed,
  help,
) {
  const said = (event) => (change(event.target.value), update());
  if (choices) {
    // What is no choice, or none any more, must not look like the first one.
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

/** Something that is so or not. */
export const check = ({ name, label, help, value, change, disabled, problem }) => html`
  <div class="form-check field">
    <input
      class="form-check-input"
      type="checkbox"
      id="field-${name}"
      name=${name}
      .checked=${value}
      ?disabled=${disabled}
      aria-describedby="field-${name}-help"
      @change=${(event) => (change(event.target.checked), update())}
    />
    <label class="form-check-label" for="field-${name}">${label}</label>
    <div class="form-text" id="field-${name}-help">${help}</div>
    ${problem?.field === name ? html`<div class="invalid-feedback d-block">${problem.message}</div>` : nothing}
  </div>
`;

/**
 * A button that copies a text; without permission for the clipboard it selects what stands beside it.
 *
 * @param what is copied, for those who do not see what stands beside it
 */
export const copyButton = (text, what) => html`
  <button
    class="btn btn-sm btn-outline-primary"
    type="button"
    aria-label="Copy ${what}"
    .textContent=${"Copy"}
    @click=${(event) => copy(event.currentTarget, text)}
  ></button>
`;

async function copy(button, text) {
  const label = button.getAttribute("aria-label");
  let done = "Copied";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    done = "Press Ctrl+C";
  }
  button.textContent = done;
  button.setAttribute("aria-label", done);
  const back = () => ((button.textContent = "Copy"), button.setAttribute("aria-label", label));
  button.addEventListener("blur", back, { once: true });
}

/** Text to be copied and pasted elsewhere. */
export const snippet = (text) =>
  html`<div class="snippet">
    <pre tabindex="0"><code>${text}</code></pre>
    ${copyButton(text, "these lines")}
  </div>`;

/** Hands a file to the browser to be kept. */
export function download(content, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = name;
  anchor.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

/** A button that does something which takes its time; what goes wrong is told at the top of the page. */
export function action(label, run, { style = "outline-primary", disabled = false, small = true } = {}) {
  const act = async ({ currentTarget: button }) => {
    if (button.ariaBusy === "true") {
      return;
    }
    // Not disabled, or it would lose the focus.
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
