// Draws rates over time. It takes the width that it gets: horizontal positions are in per cent, so that text keeps its size.

import { number } from "../format.js";
import { html, nothing, svg } from "../ui.js";
import { WINDOW, rate } from "./samples.js";

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const MINUTE = 60_000;

/** The edges of the plot's area, in pixels: top and height. */
const TOP = 8;
const HEIGHT = 168;

/** About how many horizontal grid lines there are. */
const LINES = 4;

/** @param steps of samples.js; outcomes: those to draw, of OUTCOMES; end: the right edge, in milliseconds; label: sums it up in words */
export function plot({ steps, outcomes, end, label }) {
  const highest = Math.max(0, ...steps.flatMap((step) => outcomes.map(([name]) => rate(step, name))));
  const ticks = roundTicks(highest);
  const y = (value) => 100 - (100 * value) / ticks.at(-1);
  const x = (at) => Math.max(0, Math.min(100, 100 - (100 * (end - at)) / WINDOW));
  const runs = together(steps.filter(({ to }) => to > end - WINDOW));
  // An outcome without any count has no line: it would hide the others at zero.
  const seen = outcomes.filter(([name]) => steps.some(({ counts }) => counts[name] > 0));
  return html`
    <div class="plot" role="img" aria-label=${label}>
      <svg class="plot-values" aria-hidden="true">
        ${ticks.map((value) => svg`<text x="100%" y=${TOP + (HEIGHT * y(value)) / 100} dx="-8" dy="4" text-anchor="end">${number(value)}</text>`)}
      </svg>
      <svg class="plot-times" aria-hidden="true">
        ${minutes(end).map((at, index) => minute(at, x(at), index))}
        <svg y=${TOP} width="100%" height=${HEIGHT} viewBox="0 0 100 100" preserveAspectRatio="none" overflow="visible">
          ${ticks.map((value) => svg`<path class="grid" d="M0 ${y(value)}H100"></path>`)}
          ${seen.map(([name]) => runs.map((run) => outcome(name, run, x, y)))}
        </svg>
        ${seen.length ? nothing : svg`<text x="50%" y=${TOP + HEIGHT / 2} text-anchor="middle">${steps.length ? "None yet." : "Counting…"}</text>`}
      </svg>
    </div>
  `;
}

const minute = (at, x, index) => svg`
  <g class=${index % 2 ? "odd" : ""}>
    <line class="grid" x1="${x}%" x2="${x}%" y1=${TOP + HEIGHT} y2=${TOP + HEIGHT + 5}></line>
    <text x="${x}%" y=${TOP + HEIGHT + 20} text-anchor="middle">${TIME.format(at)}</text>
  </g>
`;

function outcome(name, run, x, y) {
  const line = run.map((step) => `V${point(y(rate(step, name)))}H${point(x(step.to))}`).join("");
  const start = point(x(run[0].from));
  return svg`
    ${name === "granted" ? svg`<path class="area" d="M${start} 100${line}V100Z"></path>` : nothing}
    <path class="line ${name}" d="M${start} ${point(y(rate(run[0], name)))}${line}"></path>
  `;
}

const point = (value) => Math.round(value * 100) / 100;

/** Steps that follow on one another; between two runs there are no samples. */
function together(steps) {
  const runs = [];
  for (const step of steps) {
    if (runs.at(-1)?.at(-1).to === step.from) {
      runs.at(-1).push(step);
    } else {
      runs.push([step]);
    }
  }
  return runs;
}

/** From zero to at least the highest value, in steps of 1, 2 or 5 and noughts. */
function roundTicks(highest) {
  const raw = (highest || 1) / LINES;
  const power = 10 ** Math.floor(Math.log10(raw));
  const size = power * [1, 2, 5, 10].find((factor) => factor * power >= raw);
  return Array.from({ length: Math.max(1, Math.ceil(highest / size - 1e-9)) + 1 }, (_, index) => Number((index * size).toPrecision(12)));
}

/** The whole minutes of the window, without the last where its label would be cut off at the right. */
function minutes(end) {
  const last = Math.floor((end - WINDOW / 25) / MINUTE) * MINUTE;
  return Array.from({ length: WINDOW / MINUTE }, (_, index) => last - index * MINUTE).filter((at) => at >= end - WINDOW);
}
