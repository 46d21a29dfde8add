// Draws the page: whoever changes what is shown calls update(), and all of it is drawn anew, once, before the browser paints.

import { nothing, render } from "./lib/lit-html.js";

export { html, nothing, svg } from "./lib/lit-html.js";

const root = document.getElementById("console");
const drawn = [];
let view = () => nothing;
let pending = false;

/** What the page shows from now on: a function that makes its template. */
export function show(template) {
  view = template;
  update();
}

/** Has the page drawn anew. */
export function update() {
  if (!pending) {
    pending = true;
    queueMicrotask(draw);
  }
}

/** Has this done after each drawing, when the elements are there. */
export function afterDrawing(task) {
  drawn.push(task);
}

function draw() {
  pending = false;
  render(view(), root);
  drawn.forEach((task) => task(root));
}
