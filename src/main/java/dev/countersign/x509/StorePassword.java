package dev.countersign.x509;

import dev.countersign.auth.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The password of a key store, in the spellings that the formats want. Those that are made here are wiped when it is closed. Not thread-safe. */
final class StorePassword implements AutoCloseable {

    /** In bytes. */
    private static final int LONGEST = 1024;

    private final boolean given;
    private final byte[] utf8;
    private final char[] chars;
    private final List<byte[]> spellings = new ArrayList<>();

    private StorePassword(boolean given, byte[] utf8, char[] chars) {
        this.given = given;
        this.utf8 = utf8;
        this.chars = chars;
    }

    /** @throws dev.countersign.auth.UnacceptableKeyException when it is no text, or too long */
    static StorePassword of(Optional<Secret> secret) {
        if (secret.isEmpty()) {
            return new StorePassword(false, new byte[0], new char[0]);
        }
        byte[] bytes = secret.get().bytes();
        if (bytes.length > LONGEST) {
            throw Complaint.ofPassword("A password has at most " + LONGEST + " bytes.");
        }
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] chars = new char[decoded.remaining()];
            decoded.get(chars);
            Arrays.fill(decoded.array(), '\0');
            return new StorePassword(true, bytes, chars);
        } catch (CharacterCodingException e) {
            throw Complaint.ofPassword("The password is not UTF-8.");
        }
    }

    boolean isGiven() {
        return given;
    }

    /** The array itself, which is wiped in the end. */
    char[] chars() {
        return chars;
    }

    /** The array that the secret came in. */
    byte[] utf8() {
        return utf8;
    }

    /** As JKS takes it. */
    byte[] utf16() {
        return remembered(bigEndian(0));
    }

    /** As PKCS #12 takes it (RFC 7292, appendix B.1). For the empty one there are two ways in use. */
    List<byte[]> bmp() {
        byte[] terminated = remembered(bigEndian(1));
        return chars.length == 0 ? List.of(terminated, new byte[0]) : List.of(terminated);
    }

    private byte[] bigEndian(int zeros) {
        ByteBuffer bytes = ByteBuffer.allocate((chars.length + zeros) * Character.BYTES);
        for (char c : chars) {
            bytes.putChar(c);
        }
        return bytes.array();
    }

    private byte[] remembered(byte[] spelling) {
        spellings.add(spelling);
        return spelling;
    }

    @Override
    public void close() {
        Arrays.fill(chars, '\0');
        spellings.forEach(spelling -> Arrays.fill(spelling, (byte) 0));
    }

    @Override
    public String toString() {
        return "StorePassword[hidden]";
    }
}
