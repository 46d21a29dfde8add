// The dialog that imports public keys from a file, and the one for a certificate request.

import { get } from "../api.js";
import { openForm } from "../dialog.js";
import { counted, number } from "../format.js";
import { tell } from "../news.js";
import { check, field, snippet } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { FORMATS, KEY_STORES, guess, hasPrivateKey } from "./file-format.js";
import { shell } from "./quoting.js";

/** Formats with certificates in them. */
const HAS_DATES = ["CERTIFICATE_PEM", ...KEY_STORES];

export const openImport = (model) =>
  open(model, {
    title: "Import",
    choices: FORMATS,
    format: "CERTIFICATE_PEM",
    intro: "A certificate, a public key, a key set or a key store. Only public keys are kept.",
  });

/** The best way: the private key never leaves the client. */
export const openRequest = (model) =>
  open(model, {
    title: "Certificate request",
    choices: FORMATS.filter(([name]) => name === "CSR"),
    format: "CSR",
    intro: html`
      The client's developer makes the key, and sends you a request, which proves that the private key is there:
      ${snippet(`openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \\\n  -subj ${shell(`/CN=${model.id.replace(/[\\/+=]/g, "\\$&")}`)} -keyout client.key -out client.csr`)}
    `,
  });

function open(model, { title, choices, format, intro }) {
  const asked = { file: null, format, alias: "", store_password: "", force: false };
  let problemOfFile = null;
  /** In bytes; where the server does not say, it refuses what is too large. */
  let largest = Infinity;
  get("/server").then(
    ({ body }) => ((largest = body.upload_max_bytes), update()),
    () => {},
  );
  let withPrivateKey = false;
  const part = (name, label, more) => ({ name, label, value: asked[name], change: (value) => (asked[name] = value), ...more });

  async function take(file) {
    if (!file) {
      return;
    }
    asked.file = file;
    problemOfFile = null;
    withPrivateKey = false;
    update();
    const start = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
    if (file !== asked.file) {
      return;
    }
    const guessed = guess(start, file.name);
    problemOfFile = guessed && !choices.some(([name]) => name === guessed) ? "This does not look like a certificate request." : null;
    asked.format = choices.some(([name]) => name === guessed) ? guessed : asked.format;
    withPrivateKey = hasPrivateKey(start);
    update();
  }

  const tooLarge = () => asked.file?.size > largest;
  const complaint = (problem) =>
    tooLarge()
      ? `This file has ${number(asked.file.size)} bytes, and the server takes no more than ${number(largest)}.`
      : (problemOfFile ?? (problem?.field === "file" ? problem.message : undefined));

  openForm({
    title,
    wide: format === "CSR",
    label: "Import",
    ready: () => asked.file !== null && !tooLarge(),
    submit: async () => {
      const { body } = await model.act("POST", "/certificates", { form: form(asked) });
      tell(`${counted(body.certificates.length, "key")} imported.`, body.warnings);
    },
    closed: () => (asked.store_password = ""),
    fields: (problem) => html`
      <div class="mb-3">${intro}</div>
      ${dropZone(asked.file, take)}
      <div role="status">${complaint(problem) ? html`<p class="invalid-feedback d-block">${complaint(problem)}</p>` : nothing}</div>
      ${withPrivateKey ? html`<p class="alert alert-warning">There is a private key in this file. It is not kept, but a key that has travelled is half as good: rather import the certificate alone.</p>` : nothing}
      ${choices.length > 1 ? field({ ...part("format", "Archive format", { choices, help: "Guessed from the file; change it when that is wrong." }), problem }) : nothing}
      ${field({ ...part("alias", "Key alias", { maxlength: 255, help: KEY_STORES.includes(asked.format) ? "Which entry of the key store; empty: the only one that will do." : "What the key shall be called; may be empty." }), problem })}
      ${KEY_STORES.includes(asked.format) ? field({ ...part("store_password", "Store password", { type: "password", maxlength: 1024 }), problem }) : nothing}
      ${HAS_DATES.includes(asked.format) ? check({ ...part("force", "Take it although it is expired or not yet valid", { help: "It lets nobody in out of its time, unless the server is set so." }), problem }) : nothing}
    `,
  });
}

function form({ file, format, alias, store_password: password, force }) {
  const parts = new FormData();
  parts.append("format", format);
  parts.append("alias", alias);
  parts.append("force", String(force));
  if (KEY_STORES.includes(format)) {
    parts.append("store_password", password);
  }
  parts.append("file", file, "upload");
  return parts;
}

/** A file is dropped on it, or chosen as everywhere. */
function dropZone(file, take) {
  const over = (event, is) => (event.preventDefault(), event.currentTarget.classList.toggle("over", is));
  return html`
    <div
      class="drop mb-3"
      @dragover=${(event) => over(event, true)}
      @dragleave=${(event) => over(event, false)}
      @drop=${(event) => (over(event, false), take(event.dataTransfer.files[0]))}
    >
      <label class="form-label" for="field-file">${file ? file.name : "Drop a file here, or choose one"}</label>
      <input class="form-control" id="field-file" name="file" type="file" @change=${(event) => take(event.target.files[0])} />
    </div>
  `;
}
