package dev.countersign.x509;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Text in UTF-16, as Windows PowerShell writes it: little-endian or big-endian, with a byte order mark or without one.
 * Stateless.
 */
final class Utf16Text {

    /**
     * What another tool has appended in ASCII: in UTF-16, there is a zero beside each of these characters, and so many
     * Chinese ones in a row that look like them do not occur.
     */
    private static final Pattern ASCII = Pattern.compile("[A-Za-z0-9+/\\-\\r\\n ]{32}");

    /** In bytes: one {@code char} takes at most as many in UTF-8. */
    private static final int MAX_UTF_8_BYTES = 3;

    private Utf16Text() {}

    /**
     * The text in UTF-8, in a new array; any other content as it is. A byte order mark stays one.
     *
     * @throws dev.countersign.manage.UnacceptableKeyException when it is not UTF-16 from its beginning to its end
     */
    static byte[] inUtf8(byte[] content) {
        if (content.length < Integer.BYTES) {
            return content;
        }
        boolean bigEndian = startsWith(content, 0xFE, 0xFF) || isBesideZeros(content, 1);
        if (!bigEndian && !startsWith(content, 0xFF, 0xFE) && !isBesideZeros(content, 0)) {
            return content;
        }
        if (ASCII.matcher(PemLine.all(content)).find()) {
            throw broken("a part of it is not");
        }
        return converted(content, bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }

    private static byte[] converted(byte[] content, Charset charset) {
        CharBuffer chars = CharBuffer.allocate(content.length / Character.BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(chars.capacity() * MAX_UTF_8_BYTES);
        try {
            throwUnless(charset.newDecoder().decode(ByteBuffer.wrap(content), chars, true));
            throwUnless(StandardCharsets.UTF_8.newEncoder().encode(chars.flip(), bytes, true));
            return Arrays.copyOf(bytes.array(), bytes.position());
        } catch (CharacterCodingException e) {
            throw broken("it is damaged or cut off");
        } finally {
            Arrays.fill(chars.array(), '\0');
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }

    private static void throwUnless(CoderResult result) throws CharacterCodingException {
        if (result.isError()) {
            result.throwException();
        }
    }

    private static RuntimeException broken(String problem) {
        return ImportProblem.ofFile("This looks like text in UTF-16, as Windows PowerShell writes it, and " + problem
                + ", so nothing in the file is taken. Wanted is one encoding, such as ASCII: Get-Content FILE |"
                + " Set-Content -Encoding ascii NEW_FILE.");
    }

    private static boolean startsWith(byte[] content, int first, int second) {
        return content[0] == (byte) first && content[1] == (byte) second;
    }

    /** Whether the first characters are ASCII, with zeros beside them. */
    private static boolean isBesideZeros(byte[] content, int at) {
        return content[1 - at] == 0 && content[3 - at] == 0 && isText(content[at]) && isText(content[at + 2]);
    }

    private static boolean isText(byte c) {
        return c >= ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
