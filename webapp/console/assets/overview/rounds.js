// Repeats tasks while the page is in view and in use: requests without a user would keep the session alive without end.

import { update } from "../ui.js";

/** Time without input after which tasks pause, in milliseconds. */
const PATIENCE = 15 * 60 * 1000;

/** Events of real input only: not scroll, as a page scrolls by itself when something above it grows. */
const INPUT = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"];

export function rounds() {
  const all = [];
  const end = new AbortController();
  let lastInput = Date.now();
  let paused = false;

  const alone = () => document.hidden || Date.now() - lastInput >= PATIENCE;

  async function go(round) {
    if (round.busy || end.signal.aborted) {
      return;
    }
    clearTimeout(round.timer);
    if (alone()) {
      paused = true;
      update();
      return;
    }
    round.busy = true;
    await round.task();
    round.busy = false;
    if (!end.signal.aborted) {
      round.timer = setTimeout(go, round.pause, round);
    }
  }

  function resume() {
    lastInput = Date.now();
    if (paused && !alone()) {
      paused = false;
      all.forEach(go);
      update();
    }
  }

  INPUT.forEach((type) => addEventListener(type, resume, { capture: true, passive: true, signal: end.signal }));
  document.addEventListener("visibilitychange", resume, { signal: end.signal });

  return {
    /** @param task a promise that never fails; it begins anew so many milliseconds after it has ended */
    every(pause, task) {
      const round = { pause, task, busy: false, timer: undefined };
      all.push(round);
      go(round);
    },
    paused: () => paused,
    stop() {
      end.abort();
      all.forEach(({ timer }) => clearTimeout(timer));
    },
  };
}
