// Quotes what an administrator will paste elsewhere: an id may have any printable character in it.

/** As one word of a POSIX shell. */
export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
