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

/**
 * The password of a key store, in the encodings that the formats use. The arrays that are made here are wiped when it
 * is closed. Not thread-safe.
 */
final class StorePassword implements AutoCloseable {

    /** In bytes. */
    private static final int MAX_BYTES = 1024;

    private static final int MAX_LATIN1 = 0xFF;

    private final boolean given;
    private final byte[] utf8;
    private final char[] chars;
    private final List<byte[]> encodings = new ArrayList<>();
    private final List<PasswordSpelling> spellings = new ArrayList<>();

    private StorePassword(boolean given, byte[] utf8, char[] chars) {
        this.given = given;
        this.utf8 = utf8;
        this.chars = chars;
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException when it is no text, or too long */
    static StorePassword of(Optional<Secret> secret) {
        if (secret.isEmpty()) {
            return new StorePassword(false, new byte[0], new char[0]);
        }
        byte[] bytes = secret.get().bytes();
        if (bytes.length > MAX_BYTES) {
            throw ImportProblem.ofPassword("A password has at most " + MAX_BYTES + " bytes.");
        }
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] chars = new char[decoded.remaining()];
            decoded.get(chars);
            Arrays.fill(decoded.array(), '\0');
            return new StorePassword(true, bytes, chars);
        } catch (CharacterCodingException e) {
            throw ImportProblem.ofPassword("The password is not UTF-8.");
        }
    }

    boolean isGiven() {
        return given;
    }

    boolean isEmpty() {
        return chars.length == 0;
    }

    /** The array itself, which is wiped in the end. */
    char[] chars() {
        return chars;
    }

    /** Whether all tools turn it into the same bytes. */
    boolean isAscii() {
        return utf8.length == chars.length;
    }

    /** As JKS encodes it. */
    byte[] utf16() {
        byte[] encoded = bigEndian(0);
        encodings.add(encoded);
        return encoded;
    }

    /**
     * As tools encode it in PKCS #12 files, the usual way first. The empty password is written as an empty text or as
     * none at all. Beyond ASCII, tools that take passwords as bytes pass those of the terminal on, which are UTF-8 or
     * Latin-1, and PKCS #12's own derivation gets each byte as a character of its own (OpenSSL before 1.1.0).
     */
    List<PasswordSpelling> spellings() {
        add(bigEndian(1), utf8.clone());
        if (isEmpty()) {
            add(new byte[0], new byte[0]);
        } else if (!isAscii()) {
            byte[] latin1 = new byte[chars.length];
            boolean isLatin1 = true;
            for (int i = 0; i < chars.length; i++) {
                latin1[i] = (byte) chars[i];
                isLatin1 &= chars[i] <= MAX_LATIN1;
            }
            if (isLatin1) {
                add(bigEndian(1), latin1);
            } else {
                Arrays.fill(latin1, (byte) 0);
            }
            add(bytewise(utf8), utf8.clone());
        }
        return List.copyOf(spellings);
    }

    private void add(byte[] bmp, byte[] bytes) {
        spellings.add(new PasswordSpelling(bmp, bytes));
    }

    private byte[] bigEndian(int zeros) {
        ByteBuffer bytes = ByteBuffer.allocate((chars.length + zeros) * Character.BYTES);
        for (char c : chars) {
            bytes.putChar(c);
        }
        return bytes.array();
    }

    /** Each byte as a character, and the final zero. */
    private static byte[] bytewise(byte[] text) {
        ByteBuffer bytes = ByteBuffer.allocate((text.length + 1) * Character.BYTES);
        for (byte b : text) {
            bytes.putChar((char) (b & MAX_LATIN1));
        }
        return bytes.array();
    }

    @Override
    public void close() {
        Arrays.fill(chars, '\0');
        encodings.forEach(encoded -> Arrays.fill(encoded, (byte) 0));
        spellings.forEach(PasswordSpelling::wipe);
    }

    @Override
    public String toString() {
        return "StorePassword[hidden]";
    }
}
