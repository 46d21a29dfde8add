// Before another source of a client's keys is saved: its URL is tried, and registered keys that would count again are named.

import { call } from "../api.js";
import { ask } from "../dialog.js";
import { counted } from "../format.js";
import { html, update } from "../ui.js";
import { keyNames } from "./certificates.js";
import { chosenSource, registeredInUse, registeredWillBeInUse } from "./key-source.js";

/**
 * Asks what has to be asked.
 *
 * @returns what to say beside "Saved."; undefined: it is not to be saved, and the model has the problem where there is one
 */
export async function checkedSource(model) {
  const url = model.value("jwks_uri");
  if (chosenSource(model) === "jwks_uri" && url && url !== model.base.jwks_uri) {
    return trial(model, url);
  }
  if (model.base.certificates.length && !registeredInUse(model) && registeredWillBeInUse(model)) {
    return (await ask({
      title: "Use the registered keys again?",
      yes: "Save",
      no: "Cancel",
      text: html`
        <p>These keys were kept while they were not in use, and count again when you save:</p>
        ${keyNames(model.base.certificates)}
        <p>Some of them may have been retired meanwhile. Cancel, and remove those first.</p>
      `,
    }))
      ? ""
      : undefined;
  }
  return "";
}

async function trial(model, url) {
  Object.assign(model, { busy: true, problem: null });
  update();
  try {
    const { body } = await call("POST", "/key-sets/fetch", { json: { jwks_uri: url } });
    const found = `${counted(body.keys.length, "key")} found.`;
    return body.keys.length || (await allTheSame("No usable key is there: the client is refused until there is one.")) ? found : undefined;
  } catch (problem) {
    if (problem.kind === "keys-unavailable") {
      return (await allTheSame(`${problem.message} The client gets 503 until it can be.`)) ? "" : undefined;
    }
    model.problem = problem;
    return undefined;
  } finally {
    model.busy = false;
    update();
  }
}

const allTheSame = (why) =>
  ask({
    title: "Save all the same?",
    yes: "Save all the same",
    no: "Cancel",
    text: html`<p>${why}</p>`,
  });
