package dev.countersign.admin;

import dev.countersign.auth.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes a body of several parts apart (RFC 2046, section 5.1), strictly: any deviation from the grammar is refused.
 * Used once.
 */
final class MultipartReader {

    /** Header fields of one part. */
    static final int MAX_FIELDS_BYTES = 4096;

    private static final byte[] END_OF_LINE = ascii("\r\n");
    private static final byte[] END_OF_FIELDS = ascii("\r\n\r\n");
    private static final byte[] LAST = ascii("--");

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    MultipartReader(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ascii("\r\n--" + boundary);
    }

    /**
     * Copies of the parts.
     *
     * @throws ProblemException when the body is malformed, or a part unknown or a duplicate; the copies are wiped then
     */
    Map<String, Secret> read(Set<String> known) {
        Map<String, Secret> parts = new LinkedHashMap<>();
        try {
            // The first delimiter is at the start of the body, with no line break before it.
            expect(Arrays.copyOfRange(delimiter, END_OF_LINE.length, delimiter.length));
            while (!isNext(LAST)) {
                readPart(known, parts);
            }
            at += LAST.length;
            expectNothing();
            return parts;
        } catch (RuntimeException e) {
            parts.values().forEach(Secret::close);
            throw e;
        }
    }

    private void readPart(Set<String> known, Map<String, Secret> parts) {
        skipBlanks();
        expect(END_OF_LINE);
        int limit = Math.min(body.length, at + MAX_FIELDS_BYTES);
        int endOfFields = indexOf(END_OF_FIELDS, limit);
        if (endOfFields < 0) {
            throw malformed();
        }
        String name = PartFields.name(new String(body, at, endOfFields - at, StandardCharsets.ISO_8859_1));
        at = endOfFields + END_OF_FIELDS.length;
        int end = indexOf(delimiter, body.length);
        if (end < 0) {
            throw malformed();
        }
        if (!known.contains(name)) {
            throw ProblemException.inField(JsonMembers.shortened(name), "Unknown part.");
        }
        if (parts.containsKey(name)) {
            throw ProblemException.inField(name, "Duplicate part.");
        }
        parts.put(name, new Secret(Arrays.copyOfRange(body, at, end)));
        at = end + delimiter.length;
    }

    private void expectNothing() {
        skipBlanks();
        if (at < body.length) {
            expect(END_OF_LINE);
        }
        if (at < body.length) {
            throw malformed();
        }
    }

    private void skipBlanks() {
        while (at < body.length && (body[at] == ' ' || body[at] == '\t')) {
            at++;
        }
    }

    private void expect(byte[] expected) {
        if (!isNext(expected)) {
            throw malformed();
        }
        at += expected.length;
    }

    private boolean isNext(byte[] expected) {
        return isAt(at, expected);
    }

    private boolean isAt(int place, byte[] expected) {
        if (body.length - place < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (body[place + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The next position from here on; below 0: there is none before {@code limit}. */
    private int indexOf(byte[] wanted, int limit) {
        for (int i = at; i < limit; i++) {
            if (isAt(i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    static ProblemException malformed() {
        return new ProblemException(ProblemKind.MALFORMED, "The body is not well-formed multipart/form-data.");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
