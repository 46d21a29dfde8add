// Takes a signed JWT apart to be looked at. Nothing is judged here, and nothing is too broken to be told about. Pure.

/** So much is shown of a part, in characters. */
const LONGEST = 20_000;
const DEEPEST = 30;

/** What was written when (RFC 7519, section 4.1). */
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
    return { label, problem: "There is none." };
  }
  let text;
  try {
    const bytes = Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (problem) {
    return { label, problem: problem instanceof TypeError ? "This is no UTF-8." : "This is no Base64url." };
  }
  try {
    const value = JSON.parse(text);
    const object = value !== null && typeof value === "object" && !Array.isArray(value);
    return {
      label,
      text: shown(text.length > LONGEST ? text : laidOut(text)),
      problem: object ? undefined : "This is no JSON object.",
      members: object ? value : undefined,
    };
  } catch {
    return { label, text: shown(text), problem: "This is no JSON." };
  }
}

const shown = (text) => visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** JSON with a line for each member; the rest letter by letter, so that a member that is there twice is seen twice. */
function laidOut(json) {
  let depth = 0;
  const line = () => `\n${"  ".repeat(Math.min(depth, DEEPEST))}`;
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

/** What cannot be seen, or would turn the text around, as JSON escapes it. */
const visible = (text) => text.replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, (hidden) => hidden.split("").map(escaped).join(""));
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

function time(value) {
  if (typeof value !== "number") {
    return { problem: "is no number: it has to be seconds since 1970" };
  }
  const date = new Date(value * 1000);
  if (Number.isNaN(date.getTime())) {
    return { problem: "is no time: it is too far away" };
  }
  return { iso: date.toISOString(), problem: value > 1e11 ? "looks like milliseconds: it has to be seconds" : undefined };
}
