// The dialog that imports public keys from a file, and the one for a certificate signing request (CSR).

import { get } from "../api.js";
import { openForm } from "../dialog.js";
import { counted, number } from "../format.js";
import { tell } from "../news.js";
import { answer, blame, check, field, snippet } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { endingOffer } from "./ending.js";
import { FORMATS, KEY_STORES, guess, hasPrivateKey } from "./file-format.js";
import { atOnce, olderKeys, replacing } from "./older.js";
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
    title: "Import a CSR",
    choices: FORMATS.filter(([name]) => name === "CSR"),
    format: "CSR",
    intro: html`
      The client's developer makes the key and sends a certificate signing request (CSR), which proves possession of the private key:
      ${snippet(`openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \\\n  -subj ${shell(`/CN=${model.id.replace(/[\\/+=]/g, "\\$&")}`)} -keyout client.key -out client.csr`)}
    `,
  });

function open(model, { title, choices, format, intro }) {
  const asked = { file: null, format, alias: "", store_password: "", force: false, overlap: "" };
  const offer = endingOffer();
  let server;
  let problemOfFile = null;
  /** In bytes; if the limit cannot be read, the server itself refuses a larger file. */
  let largest = Infinity;
  get("/server").then(
    ({ body }) => ((largest = body.upload_max_bytes), (server = body), update()),
    () => {},
  );
  let withPrivateKey = false;
  const part = (name, label, more) => ({ name, label, value: asked[name], change: (value) => (asked[name] = value), ...more });

  const older = () => olderKeys(model, server, part("overlap"));

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
    const guessed = guess(start);
    problemOfFile = guessed && !choices.some(([name]) => name === guessed) ? "This does not look like a certificate request." : null;
    asked.format = choices.some(([name]) => name === guessed) ? guessed : asked.format;
    withPrivateKey = hasPrivateKey(start);
    update();
  }

  const tooLarge = () => asked.file?.size > largest;
  const complaint = (problem) =>
    tooLarge()
      ? `This file has ${number(asked.file.size)} bytes; the server accepts at most ${number(largest)}.`
      : (problemOfFile ?? blame(problem, "file"));

  openForm({
    title,
    wide: format === "CSR",
    label: "Import",
    ready: () => asked.file !== null && !tooLarge(),
    submit: async () => {
      const { body } = await model.act("POST", "/certificates", { form: form(asked) });
      const said = `${counted(body.certificates.length, "key")} imported.`;
      await (atOnce(asked.overlap) ? offer.follow(model, said, body.warnings) : tell(said, body.warnings));
    },
    closed: () => (asked.store_password = ""),
    fields: (problem) => html`
      <div class="mb-3">${intro}</div>
      ${dropZone(asked.file, complaint(problem) !== undefined, (file) => (answer(problem, "file"), take(file)))}
      <div role="status" id="file-complaint">${complaint(problem) ? html`<p class="invalid-feedback d-block">${complaint(problem)}</p>` : nothing}</div>
      ${withPrivateKey ? html`<p class="alert alert-warning">This file contains a private key. It is not kept, but a private key should never leave its client: import only the certificate.</p>` : nothing}
      ${choices.length > 1 ? field({ ...part("format", "Archive format", { choices, help: "Detected from the file; change it if that is wrong." }), problem }) : nothing}
      ${field({ ...part("alias", "Key alias", { maxlength: 255, help: KEY_STORES.includes(asked.format) ? "Which entry of the key store, by its alias or a number such as #2; empty: the only one that fits." : "A name for the key; optional." }), problem })}
      ${KEY_STORES.includes(asked.format) ? field({ ...part("store_password", "Store password", { type: "password", maxlength: 1024 }), problem }) : nothing}
      ${HAS_DATES.includes(asked.format) ? check({ ...part("force", "Import even if expired or not yet valid", { help: "It is refused outside its validity, unless expiredCertificates is accept." }), problem }) : nothing}
      ${older() ? field({ ...older(), problem }) : nothing} ${atOnce(asked.overlap) ? offer.template() : nothing}
    `,
  });
}

function form({ file, format, alias, store_password: password, force, overlap }) {
  const parts = new FormData();
  parts.append("format", format);
  parts.append("alias", alias);
  parts.append("force", String(force));
  if (KEY_STORES.includes(format)) {
    parts.append("store_password", password);
  }
  for (const [name, value] of Object.entries(replacing(overlap))) {
    parts.append(name, String(value));
  }
  parts.append("file", file, "upload");
  return parts;
}

/** Takes a file by drag and drop, or by the browser's file dialog. */
function dropZone(file, blamed, take) {
  const over = (event, is) => (event.preventDefault(), event.currentTarget.classList.toggle("over", is));
  return html`
    <div
      class="drop mb-3"
      @dragover=${(event) => over(event, true)}
      @dragleave=${(event) => over(event, false)}
      @drop=${(event) => (over(event, false), take(event.dataTransfer.files[0]))}
    >
      <label class="form-label" for="field-file">${file ? file.name : "Drop a file here, or choose one"}</label>
      <input
        class="form-control ${blamed ? "is-invalid" : ""}"
        id="field-file"
        name="file"
        type="file"
        aria-invalid=${blamed}
        aria-describedby="file-complaint"
        @change=${(event) => take(event.target.files[0])}
      />
    </div>
  `;
}
