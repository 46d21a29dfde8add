// The place in the console: always in the query of the URL, so that a link can be kept and sent, and leads to the same place after a login.

import { afterDrawing, update } from "./ui.js";
import { closeDialog, confirmLeaving, isDialogOpen } from "./dialog.js";

/** Whether there are unsaved changes; set by the open page. */
let unsaved = () => false;
let follow = () => {};
let place = location.search;

/** The values in the query. */
export const route = () => Object.fromEntries(new URLSearchParams(place));

/** @param values such as client and tab */
export const link = (values) => `?${new URLSearchParams(values)}`;

/** Guards unsaved input: leaving the page asks first while this returns true. */
export function guard(isUnsaved) {
  unsaved = isUnsaved;
}

/** Goes to another place. */
export async function go(query) {
  if (unsaved() && !(await confirmLeaving())) {
    return;
  }
  remember({ scrolled: scrollY });
  // The present place gets no second entry in the history.
  const write = query === place ? "replaceState" : "pushState";
  history[write](null, "", query);
  arrive(query);
}

/** Puts the present state into the URL, so that Back leads to it again. */
export function note(query) {
  place = query;
  history.replaceState(null, "", query);
}

/** Keeps values with the present place in the history: Back leads to the place as it was. Never a secret. */
export const remember = (values) => history.replaceState({ ...history.state, ...values }, "");

/** The values that were kept with the present place. */
export const remembered = () => history.state ?? {};

/** @param changed is called with the route whenever it changes */
export function start(changed) {
  follow = changed;
  arrive(location.search);
}

function arrive(query) {
  place = query;
  unsaved = () => false;
  closeDialog();
  follow(route());
  goal = remembered().scrolled ?? 0;
  scrollTo(0, 0);
  update();
}

/** Where Back has to scroll to, as soon as the page is that long again; 0: nowhere. */
let goal = 0;

afterDrawing(() => {
  if (goal && document.documentElement.scrollHeight >= goal + innerHeight) {
    scrollTo(0, goal);
    goal = 0;
  }
});

// Not against the hand of the person in front of it.
["wheel", "touchmove", "keydown", "pointerdown"].forEach((type) => addEventListener(type, () => (goal = 0), { passive: true }));

addEventListener("pagehide", () => remember({ scrolled: scrollY }));

// The browser would scroll before the page is there.
history.scrollRestoration = "manual";

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
  // The browser has already changed the URL; it is restored while the dialog asks.
  history.pushState(null, "", place);
  // A dialog may show a secret that is shown once: Back does not close it.
  if (!isDialogOpen()) {
    await go(wanted);
  }
});

addEventListener("beforeunload", (event) => {
  if (unsaved()) {
    event.preventDefault();
  }
});
