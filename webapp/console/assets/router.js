// Where in the console one is: always in the query of the URL, so that a link can be kept and sent, and comes back after the login on servers that remember it.

import { update } from "./ui.js";
import { closeDialog, confirmLeaving, isDialogOpen } from "./dialog.js";

/** Says whether something was changed and not saved; set by the page that is open. */
let unsaved = () => false;
let follow = () => {};
let place = location.search;

/** The values in the query. */
export const route = () => Object.fromEntries(new URLSearchParams(place));

/** @param values such as client and tab */
export const link = (values) => `?${new URLSearchParams(values)}`;

/** Guards what was typed: leaving the page asks first while this says true. */
export function guard(isUnsaved) {
  unsaved = isUnsaved;
}

/** Goes to another place. */
export async function go(query) {
  if (unsaved() && !(await confirmLeaving())) {
    return;
  }
  // Where one is already needs no second entry.
  const write = query === place ? "replaceState" : "pushState";
  arrive(query);
  history[write](null, "", query);
}

/** Notes in the URL what is shown here, so that one finds it again when one comes back. */
export function note(query) {
  place = query;
  history.replaceState(null, "", query);
}

/** @param changed is called with the route whenever it is another one */
export function start(changed) {
  follow = changed;
  arrive(location.search);
}

function arrive(query) {
  place = query;
  unsaved = () => false;
  closeDialog();
  follow(route());
  scrollTo(0, 0);
  update();
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest?.("a[href^='?']");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (anchor && plain && !anchor.target) {
    event.preventDefault();
    go(anchor.getAttribute("href"));
  }
});

addEventListener("popstate", async () => {
  const wanted = location.search;
  if (wanted === place) {
    return;
  }
  if (!unsaved() && !isDialogOpen()) {
    arrive(wanted);
    return;
  }
  // The browser has gone already; it is brought back while we ask.
  history.pushState(null, "", place);
  // What a dialog shows may be there this one time: it is closed on purpose or not at all.
  if (!isDialogOpen()) {
    await go(wanted);
  }
});

addEventListener("beforeunload", (event) => {
  if (unsaved()) {
    event.preventDefault();
  }
});
