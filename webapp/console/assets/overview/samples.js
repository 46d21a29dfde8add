// Makes rates of counters: the differences between one sample of the statistics and the next.

/** Outcomes: the counter's name, and its label. */
export const OUTCOMES = [
  ["granted", "granted"],
  ["refused", "refused"],
  ["throttled", "throttled"],
  ["unavailable", "unavailable (503)"],
];

/** How far back samples are kept, in milliseconds. */
export const WINDOW = 5 * 60 * 1000;

/** Two samples that are farther apart, in milliseconds, make no step: reading was paused between them. */
const MAX_STEP_MS = 10_000;

/** All methods together. */
export const ALL = "";

const NONE = Object.fromEntries(OUTCOMES.map(([name]) => [name, 0]));

export function samples() {
  let kept = [];
  return {
    /** @param at when, in milliseconds by the clock of this browser */
    add(at, statistics) {
      const counters = new Map([[ALL, statistics], ...statistics.by_method.map((counts) => [counts.method, counts])]);
      // The last sample before the window is kept: the first difference begins there.
      const first = kept.findLastIndex((sample) => sample.at <= at - WINDOW);
      kept = [...kept.slice(Math.max(0, first)), { at, counters }];
    },

    /** The differences, the oldest first: from, to, and a count of each outcome. */
    steps: (method) =>
      kept
        .slice(1)
        .map((sample, index) => [kept[index], sample])
        .filter(([before, after]) => follows(before, after))
        .map(([before, after]) => ({ from: before.at, to: after.at, counts: difference(counts(before, method), counts(after, method)) })),
  };
}

/** @param method as in the sample; the counters of a method that is not there are all zero */
const counts = (sample, method) => sample.counters.get(method) ?? NONE;

/** Counters that decrease belong to a restarted or another node: there is no difference then. */
const follows = (before, after) =>
  after.at > before.at &&
  after.at - before.at <= MAX_STEP_MS &&
  [...before.counters.keys()].every((method) => OUTCOMES.every(([name]) => counts(after, method)[name] >= counts(before, method)[name]));

const difference = (before, after) => Object.fromEntries(OUTCOMES.map(([name]) => [name, after[name] - before[name]]));

/** How many of each outcome there were in all these steps. */
export const sum = (steps) =>
  steps.reduce((sums, { counts }) => Object.fromEntries(OUTCOMES.map(([name]) => [name, sums[name] + counts[name]])), NONE);

/** Per second. */
export const rate = ({ from, to, counts }, name) => (counts[name] * 1000) / (to - from);

/** Merges successive steps within spans of this length in milliseconds: small counts per sample would make a jagged line. */
export function calmer(steps, length) {
  const made = [];
  for (const step of steps) {
    const last = made.at(-1);
    if (last?.to === step.from && Math.floor(last.to / length) === Math.floor(step.to / length)) {
      made[made.length - 1] = { from: last.from, to: step.to, counts: sum([last, step]) };
    } else {
      made.push(step);
    }
  }
  return made;
}

/** The sums by spans of this length in milliseconds, the newest first: from, counts. */
export function spans(steps, length) {
  const found = new Map();
  for (const step of steps) {
    const from = Math.floor(step.to / length) * length;
    found.set(from, [...(found.get(from) ?? []), step]);
  }
  return [...found].map(([from, within]) => ({ from, counts: sum(within) })).reverse();
}
