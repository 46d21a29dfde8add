// Draws the page: a change of what is shown is followed by update(), which draws everything anew, once, before the browser paints.

import { nothing, render } from "./lib/lit-html.js";

export { html, nothing, svg } from "./lib/lit-html.js";

const root = document.getElementById("console");
const drawn = [];
let view = () => nothing;
let pending = false;

/** Sets what the page shows: a function that makes its template. */
export function show(template) {
  view = template;
  update();
}

/** Schedules a new drawing of the page. */
export function update() {
  if (!pending) {
    pending = true;
    queueMicrotask(draw);
  }
}

/** Registers a task for after each drawing, when the elements exist. */
export function afterDrawing(task) {
  drawn.push(task);
}

function draw() {
  pending = false;
  render(view(), root);
  drawn.forEach((task) => task(root));
}
