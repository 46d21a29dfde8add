// Something that is read from the server again and again. What was read last stays in sight while later tries fail.

import { clock } from "../format.js";
import { failure, loading } from "../parts.js";
import { html, nothing, update } from "../ui.js";

/** @param ask makes a promise of the value */
export function reading(ask) {
  const state = { value: undefined, problem: null, at: NaN };
  state.read = async () => {
    try {
      state.value = await ask();
      state.at = Date.now();
      state.problem = null;
    } catch (problem) {
      state.problem = problem;
    }
    update();
  };
  return state;
}

/** @param draw makes a template of the value; note: one that says what has failed since */
export function shown({ value, problem, at, read }, draw, note = stale) {
  if (value === undefined) {
    return problem ? failure(problem, read) : loading();
  }
  return html`${draw(value)} ${problem ? note(at, problem) : nothing}`;
}

/** Seen where it belongs. It is read out in one place, or an outage would be told by each block. */
const stale = (at, problem) => html`<p class="stale">As of ${clock(at)}, nothing newer. ${problem.message}</p>`;
