// The dialog that generates a key pair: the certificate is registered, the private key leaves in this one download.

import { get } from "../api.js";
import { closeDialog, openDialog, openForm } from "../dialog.js";
import { duration, span } from "../format.js";
import { tell } from "../news.js";
import { answer, check, copyButton, download, field } from "../parts.js";
import { html, nothing, update } from "../ui.js";
import { endingOffer } from "./ending.js";
import { atOnce, olderKeys, replacing } from "./older.js";

const FORMATS = [
  ["PKCS12", "PKCS12 (.p12): Java, OpenSSL, browsers"],
  ["JKS", "JKS: old Java"],
  ["BCFKS", "BCFKS: BouncyCastle in FIPS mode"],
  ["PEM", "PEM: encrypted key and certificate as text"],
  ["JWK", "JWK: unencrypted private key"],
];

/** Sizes in bits, the usual one first. */
const SIZES = { RSA: ["3072", "2048", "4096"], EC: ["256", "384", "521"], Ed25519: ["255"] };

const VALIDITIES = [
  ["P90D", "90 days"],
  ["P365D", "one year"],
  ["P730D", "two years"],
  ["P1095D", "three years"],
];

const HAS_KEY_PASSWORD = ["JKS", "BCFKS"];

export function openGeneration(model) {
  const asked = {
    format: "PKCS12",
    alias: model.id,
    algorithm: "RSA",
    key_size: "3072",
    validity: "P730D",
    store_password: "",
    key_password: "",
    overlap: "",
  };
  const offer = endingOffer();
  let server;
  let shown = false;
  /** The password that was made here, as opposed to one that was typed. */
  let made = "";
  let validities = VALIDITIES;
  const part = (name, label, more) => ({ name, label, value: asked[name], change: (value) => (asked[name] = value), ...more });
  const password = (name, label, help) => part(name, label, { type: shown ? "text" : "password", maxlength: 128, help });
  const makePassword = (problem) => {
    answer(problem, "store_password");
    made = asked.store_password = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
      .replace(/\+/g, "-")
      .replace(/\//g, "_");
    shown = true;
    update();
  };
  const older = () => olderKeys(model, server, part("overlap"));
  // If the limit cannot be read, the server itself refuses a longer validity.
  get("/server").then(
    ({ body }) => {
      server = body;
      validities = within(body.max_certificate_validity);
      if (!validities.some(([validity]) => validity === asked.validity)) {
        asked.validity = validities.at(-1)[0];
      }
      update();
    },
    () => {},
  );
  openForm({
    title: "Generate new keys and certificate",
    label: "Generate and download",
    submit: async () => {
      const { body, name } = await model.act("POST", "/key-pairs", { json: wanted(asked), file: true });
      // A dialog that follows closes this one, which forgets what was asked.
      const ended = atOnce(asked.overlap);
      download(body, name);
      const told = `The certificate is registered. ${name} has the private key: it was sent to your browser and is not kept on the server.`;
      if (asked.format !== "JWK" && made && asked.store_password === made) {
        showPassword(told, made);
        await (ended && offer.follow(model, "The older keys are replaced."));
      } else {
        const said = `${told} ${asked.format === "JWK" ? "It is not encrypted: send it over a confidential channel." : "Send the file and its password over two different channels."}`;
        await (ended ? offer.follow(model, said) : tell(said));
      }
    },
    closed: () => ((made = ""), Object.keys(asked).forEach((name) => (asked[name] = ""))),
    fields: (problem) => html`
      <p>The server keeps the certificate only. The private key is in this one download and cannot be retrieved again.</p>
      ${field({ ...part("format", "Archive format", { choices: FORMATS }), problem })}
      ${field({ ...part("alias", "Key alias", { maxlength: 255 }), problem })}
      <div class="row">
        <div class="col-sm-6">
          ${field({ ...part("algorithm", "Algorithm", { choices: Object.keys(SIZES).map((name) => [name, name]), change: (name) => ((asked.algorithm = name), (asked.key_size = SIZES[name][0])) }), problem })}
        </div>
        <div class="col-sm-6">
          ${field({ ...part("key_size", "Key size in bits", { choices: SIZES[asked.algorithm || "RSA"].map((size) => [size, size]) }), problem })}
        </div>
      </div>
      ${field({ ...part("validity", "Valid for", { choices: validities }), problem })}
      ${older() ? field({ ...older(), problem }) : nothing} ${atOnce(asked.overlap) ? offer.template() : nothing}
      ${
        asked.format === "JWK"
          ? html`<p class="alert alert-warning">A JWK is not encrypted: with this file alone, any reader can sign as this client.</p>`
          : html`
              ${field({ ...password("store_password", "Store password", "Opens the archive. 8 to 128 printable ASCII characters."), required: true, problem })}
              <p class="buttons">
                <button class="btn btn-sm btn-outline-primary" type="button" @click=${() => makePassword(problem)}>Generate a password</button>
                ${made && asked.store_password === made ? copyButton(made, "password") : nothing}
              </p>
              ${HAS_KEY_PASSWORD.includes(asked.format) ? field({ ...password("key_password", "Key password", "Of the key in the archive; empty: the store password."), problem }) : nothing}
              ${check({ name: "shown", label: "Show what is typed", help: "", value: shown, change: (value) => (shown = value) })}
            `
      }
    `,
  });
}

/** Shows the password that was made here once more: without it, the archive that was just downloaded cannot be opened. */
function showPassword(told, password) {
  let taken = false;
  openDialog({
    title: "Keys generated",
    unseen: () => !taken,
    body: () => html`
      <p>${told}</p>
      <dl class="credential" tabindex="-1" autofocus>
        <dt>Store password</dt>
        <dd><code id="secret">${password}</code>${copyButton(password, "password", () => (taken = true))}</dd>
      </dl>
      <p>
        <strong>The password is shown only this once.</strong> It opens the archive, and is kept nowhere. Send the file and its password over two
        different channels.
      </p>
      <div class="actions"><button class="btn btn-primary" type="button" @click=${closeDialog}>Done</button></div>
    `,
  });
}

/** The validities that the server allows, or else its maximum. */
function within(longest) {
  const allowed = VALIDITIES.filter(([validity]) => duration(validity) <= duration(longest));
  return allowed.length ? allowed : [[longest, span(longest)]];
}

function wanted({ format, alias, algorithm, key_size: size, validity, store_password: store, key_password: key, overlap }) {
  const passwords =
    format === "JWK" ? {} : { store_password: store, ...(HAS_KEY_PASSWORD.includes(format) && key && { key_password: key }) };
  return { format, alias, algorithm, key_size: Number(size), validity, ...passwords, ...replacing(overlap) };
}
