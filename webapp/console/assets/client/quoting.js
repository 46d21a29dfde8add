// Writes ids and URLs into snippets of other languages. An id may be any printable ASCII, and a pasted snippet is executed:
// every value in a snippet is quoted here. Pure.

/** Refuses control characters: terminals and parsers act on them even in quotes. */
function sound(text) {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) {
    throw new RangeError("A text with control characters cannot be put into a snippet.");
  }
  return text;
}

/** A word of a POSIX shell (XCU, section 2.2.2): nothing is special between single quotes but the single quote. */
export const shell = (text) => `'${sound(text).replaceAll("'", "'\\''")}'`;

/** A Java string literal (JLS, section 3.10.5). A doubled backslash begins no Unicode escape (section 3.3). */
export const java = (text) =>
  `"${sound(text)
    .replace(/["\\]/g, "\\$&")
    .replace(/[^\x20-\x7e]/g, unicode)}"`;

/** A JSON text, in ASCII. */
export const json = (text) => JSON.stringify(sound(text)).replace(/[^\x20-\x7e]/g, unicode);

/** As in a form body, which is also how an id stands in a Basic header (RFC 6749, section 2.3.1 and appendix B). */
export const form = (text) => String(new URLSearchParams([["", sound(text)]])).slice(1);

/** A URL as one word of nginx, which knows no escape for the dollar sign; in a URL there is one. */
export const nginx = (url) => `"${sound(url).replace(/[^\x21-\x7e]+|["\\$]/g, encodeURIComponent)}"`;

const unicode = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
