// The dialog that has a key pair made: the certificate is registered, the private key leaves in this one download.

import { get } from "../api.js";
import { openForm } from "../dialog.js";
import { duration, span } from "../format.js";
import { tell } from "../news.js";
import { check, download, field } from "../parts.js";
import { html, nothing, update } from "../ui.js";

const FORMATS = [
  ["PKCS12", "PKCS12 (.p12): Java, OpenSSL, browsers"],
  ["JKS", "JKS: old Java"],
  ["BCFKS", "BCFKS: BouncyCastle in FIPS mode"],
  ["PEM", "PEM: encrypted key and certificate as text"],
  ["JWK", "JWK: the private key in clear"],
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
  };
  let shown = false;
  let validities = VALIDITIES;
  const part = (name, label, more) => ({ name, label, value: asked[name], change: (value) => (asked[name] = value), ...more });
  const password = (name, label, help) => part(name, label, { type: shown ? "text" : "password", maxlength: 128, help });
  const makePassword = () => {
    asked.store_password = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))))
      .replace(/\+/g, "-")
      .replace(/\//g, "_");
    shown = true;
    update();
  };
  // Where the server does not say, it refuses what is too long.
  get("/server").then(
    ({ body }) => {
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
      download(body, name);
      tell(
        `The certificate is registered. ${name} has the private key: it was handed to your browser and is kept nowhere here. Give file and password to the client by two ways.`,
      );
    },
    closed: () => Object.keys(asked).forEach((name) => (asked[name] = "")),
    fields: (problem) => html`
      <p>We keep the certificate. The private key goes to you in this one download, and cannot be had again.</p>
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
      ${
        asked.format === "JWK"
          ? html`<p class="alert alert-warning">A JWK is not encrypted: whoever reads the file can sign as this client.</p>`
          : html`
              ${field({ ...password("store_password", "Store password", "Opens the archive. 8 to 128 printable ASCII characters."), required: true, problem })}
              <p><button class="btn btn-sm btn-outline-primary" type="button" @click=${makePassword}>Make a password</button></p>
              ${HAS_KEY_PASSWORD.includes(asked.format) ? field({ ...password("key_password", "Key password", "Of the key within; empty: the archive's."), problem }) : nothing}
              ${check({ name: "shown", label: "Show what is typed", help: "", value: shown, change: (value) => (shown = value) })}
            `
      }
    `,
  });
}

/** Those that the server allows, or its longest. */
function within(longest) {
  const allowed = VALIDITIES.filter(([validity]) => duration(validity) <= duration(longest));
  return allowed.length ? allowed : [[longest, span(longest)]];
}

function wanted({ format, alias, algorithm, key_size: size, validity, store_password: store, key_password: key }) {
  const passwords =
    format === "JWK" ? {} : { store_password: store, ...(HAS_KEY_PASSWORD.includes(format) && key && { key_password: key }) };
  return { format, alias, algorithm, key_size: Number(size), validity, ...passwords };
}
