// How times, durations and numbers are written: in the reader's language, with ISO 8601 as titles.

import { now } from "./api.js";

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const DATE_TIME_SECONDS = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const NUMBER = new Intl.NumberFormat();

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The units of distances, the largest first; each is used from one and a half of it on. */
const UNITS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];

export const date = (iso) => DATE.format(new Date(iso));
export const dateTime = (iso) => DATE_TIME.format(new Date(iso));
export const dateTimeSeconds = (iso) => DATE_TIME_SECONDS.format(new Date(iso));
export const clock = (milliseconds) => CLOCK.format(milliseconds);
export const number = (value) => NUMBER.format(value);

/** Such as "in 5 days", "3 minutes ago". */
export function distance(iso, from = now()) {
  const span = Date.parse(iso) - from;
  const unit = UNITS.find(([, length]) => Math.abs(span) >= 1.5 * length);
  return unit ? RELATIVE.format(Math.trunc(span / unit[1]), unit[0]) : span < 0 ? "just now" : "in a moment";
}

/** Milliseconds of a duration as the interface writes them: days, hours, minutes, seconds; NaN: it is none. */
export function duration(text) {
  const found = /^P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text ?? "");
  if (!found) {
    return NaN;
  }
  const [days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

/** A duration in words, such as "10 minutes". */
export function span(text) {
  const length = duration(text);
  const unit = [
    ["day", DAY],
    ["hour", HOUR],
    ["minute", MINUTE],
    ["second", SECOND],
  ].find(([, of]) => length >= of && length % of === 0);
  return unit ? counted(length / unit[1], unit[0]) : text;
}

/** Such as "1 secret", "2 secrets". */
export const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

/** Words with commas between them, and a last "and". */
export const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

/** The state of an expiry: "expired", "expiring" within thirty days, or "live". None: it never expires. */
export function life(iso) {
  const left = iso ? Date.parse(iso) - now() : Infinity;
  return left <= 0 ? "expired" : left <= 30 * DAY ? "expiring" : "live";
}
