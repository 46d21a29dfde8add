// Decodes a signed JWT for display. Nothing is verified here, and a malformed one is shown as far as possible. Pure.

/** How much of a part is shown. */
const MAX_PART_CHARS = 20_000;
const MAX_INDENT_DEPTH = 30;

/** Claims with a time (RFC 7519, section 4.1). */
const TIMES = ["iat", "nbf", "exp"];

/** Members parts: label, and text or problem; times: name, and iso or problem; problem: what is wrong with the whole. */
export function decoded(assertion) {
  const parts = assertion.split(".");
  const [header, payload] = [part("Header", parts[0]), part("Payload", parts[1])];
  return {
    parts: [header, payload].map(({ label, text, problem }) => ({ label, text, problem })),
    times: TIMES.filter((name) => payload.members && Object.hasOwn(payload.members, name)).map((name) => ({
      name,
      ...time(payload.members[name]),
    })),
    problem:
      parts.length === 3
        ? parts[2]
          ? undefined
          : "It has no signature."
        : `A signed JWT has 3 parts with a dot between, and this has ${parts.length}.`,
  };
}

function part(label, encoded) {
  if (!encoded) {
    return { label, problem: "Missing." };
  }
  let text;
  try {
    const bytes = Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (problem) {
    return { label, problem: problem instanceof TypeError ? "Not UTF-8." : "Not Base64url." };
  }
  try {
    const value = JSON.parse(text);
    const object = value !== null && typeof value === "object" && !Array.isArray(value);
    return {
      label,
      text: shown(text.length > MAX_PART_CHARS ? text : laidOut(text)),
      problem: object ? undefined : "Not a JSON object.",
      members: object ? value : undefined,
    };
  } catch {
    return { label, text: shown(text), problem: "Not valid JSON." };
  }
}

const shown = (text) => visible(text.length > MAX_PART_CHARS ? `${text.slice(0, MAX_PART_CHARS)}…` : text);

/** JSON with a line for each member, otherwise unchanged, so that a duplicate member is shown twice. */
function laidOut(json) {
  let depth = 0;
  const line = () => `\n${"  ".repeat(Math.min(depth, MAX_INDENT_DEPTH))}`;
  return json
    .match(/"(?:\\.|[^"\\])*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g)
    .map((token) => {
      switch (token) {
        case "{":
        case "[":
          depth++;
          return token + line();
        case "}":
        case "]":
          depth--;
          return line() + token;
        case ",":
          return token + line();
        case ":":
          return ": ";
        default:
          return token;
      }
    })
    .join("");
}

/** Invisible and bidirectional characters as JSON escapes, so that they cannot hide or reorder text. */
const visible = (text) => text.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, (hidden) => hidden.split("").map(escaped).join(""));
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

function time(value) {
  if (typeof value !== "number") {
    return { problem: "is not a number: it must be seconds since 1970" };
  }
  const date = new Date(value * 1000);
  if (Number.isNaN(date.getTime())) {
    return { problem: "is no time: it is too far away" };
  }
  return { iso: date.toISOString(), problem: value > 1e11 ? "looks like milliseconds: it must be seconds" : undefined };
}
