// The overview: authentications as they come, refusals, cached keys, what ends next, and the node itself.

import { get } from "../api.js";
import { methods } from "../methods.js";
import { html, nothing, update } from "../ui.js";
import { authentications } from "./authentications.js";
import { expiring, expiringTemplate } from "./expiring.js";
import { alarmTemplate, healthTemplate, server } from "./health.js";
import { keyCacheTemplate } from "./keys.js";
import { reading } from "./reading.js";
import { latestTemplate, reasonsTemplate } from "./refusals.js";
import { rounds } from "./rounds.js";
import { samples } from "./samples.js";

/** Pauses between two reads, in milliseconds. */
const SAMPLES = 2000;
const NEWS = 10_000;
const ENDS = 60_000;

export function overviewPage() {
  const taken = samples();
  const statistics = reading(async () => {
    const { body } = await get("/statistics");
    taken.add(Date.now(), body);
    return body;
  });
  const refusals = reading(async () => (await get("/refusals")).body.items);
  const ending = expiring();
  const node = server();
  let catalog = [];
  const authenticationsTemplate = authentications(statistics, taken, () => catalog);

  // Without the labels, names of methods are shown.
  methods().then(
    (found) => ((catalog = found), update()),
    () => {},
  );
  const watch = rounds();
  watch.every(SAMPLES, statistics.read);
  watch.every(NEWS, refusals.read);
  watch.every(NEWS, node.read);
  watch.every(ENDS, ending.read);

  return {
    title: () => "Overview",
    left: watch.stop,
    template: () => html`
      <div class="title"><h1>Overview</h1></div>
      <div role="status">${watch.paused() ? pause() : nothing}</div>
      ${alarmTemplate(node)} ${authenticationsTemplate()}
      <div class="halves">
        <div>${reasonsTemplate(statistics)} ${keyCacheTemplate(statistics)} ${healthTemplate(node)}</div>
        <div>${latestTemplate(refusals)} ${expiringTemplate(ending, statistics)}</div>
      </div>
    `,
  };
}

const pause = () => html`
  <p class="alert alert-warning">
    Paused after 15 minutes without input, because further requests would keep your session alive without end. Move the pointer or press a
    key to resume.
  </p>
`;
