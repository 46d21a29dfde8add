package dev.countersign.http;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads structured fields whose items are byte sequences without parameters (RFC 9651, section 4.2), which is all that
 * RFC 9440 has; items of any other type are malformed here. Not thread-safe.
 */
final class StructuredBytes {

    private final String text;
    private int at;

    private StructuredBytes(String text) {
        this.text = text;
    }

    /**
     * One item.
     *
     * @throws MalformedException when the field is anything else than a byte sequence
     */
    static byte[] item(String field) throws MalformedException {
        StructuredBytes reader = new StructuredBytes(field);
        reader.skip(" ");
        byte[] item = reader.bytes();
        reader.skip(" ");
        if (reader.at < field.length()) {
            throw new MalformedException("after the byte sequence there is something else");
        }
        return item;
    }

    /**
     * A list, which may stand in several fields of the same name.
     *
     * @throws MalformedException when a member is anything else than a byte sequence
     */
    static List<byte[]> list(List<String> fields) throws MalformedException {
        StructuredBytes reader = new StructuredBytes(String.join(",", fields));
        List<byte[]> members = new ArrayList<>();
        reader.skip(" ");
        while (reader.at < reader.text.length()) {
            members.add(reader.bytes());
            reader.skip(" \t");
            if (reader.at == reader.text.length()) {
                break;
            }
            if (reader.text.charAt(reader.at++) != ',') {
                throw new MalformedException("after a byte sequence there is something else than a comma");
            }
            reader.skip(" \t");
            if (reader.at == reader.text.length()) {
                throw new MalformedException("the list ends with a comma");
            }
        }
        return members;
    }

    /** Section 4.2.7. */
    private byte[] bytes() throws MalformedException {
        if (at == text.length() || text.charAt(at) != ':') {
            throw new MalformedException("a byte sequence begins with a colon");
        }
        int end = text.indexOf(':', at + 1);
        if (end < 0) {
            throw new MalformedException("a byte sequence ends with a colon");
        }
        byte[] decoded = CanonicalBase64.STANDARD.decode(text, at + 1, end);
        at = end + 1;
        return decoded;
    }

    private void skip(String blanks) {
        while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
