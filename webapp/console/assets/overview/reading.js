// A value that is read from the server repeatedly. The last one stays in sight while later attempts fail.

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

/** Shown in each block, but announced to screen readers in one place only: an outage would be announced by every block. */
const stale = (at, problem) => html`<p class="stale">As of ${clock(at)}, not refreshed since. ${problem.message}</p>`;
