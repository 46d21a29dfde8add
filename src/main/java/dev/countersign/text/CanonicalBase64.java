package dev.countersign.text;

import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 in its one canonical encoding (RFC 4648, section 3.5): its own alphabet, full padding or none, pad bits of
 * zero. Other decoders, the JDK's among them, are more lenient, so that one credential would have several spellings.
 * Immutable.
 */
@SuppressWarnings("ImmutableEnumChecker") // the table is never written again
public enum CanonicalBase64 {

    /** With padding (RFC 4648, section 4). */
    STANDARD("Base64", "+/", Base64.getEncoder()),

    /** Base64url without padding (RFC 4648, section 5; RFC 7515, section 2). */
    URL("Base64url", "-_", Base64.getUrlEncoder().withoutPadding());

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** The number of Base64 characters for three bytes. */
    private static final int GROUP = 4;

    private final String label;
    private final byte[] values = new byte[128];
    private final Base64.Encoder encoder;

    CanonicalBase64(String label, String lastTwo, Base64.Encoder encoder) {
        this.label = label;
        this.encoder = encoder;
        Arrays.fill(values, (byte) -1);
        String alphabet = ALPHANUMERIC + lastTwo;
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
    }

    public String encode(byte[] bytes) {
        return encoder.encodeToString(bytes);
    }

    /** @throws MalformedException when it is not the canonical encoding of any bytes */
    public byte[] decode(String text) throws MalformedException {
        return decode(text, 0, text.length());
    }

    /**
     * Decodes a part of a text. It may be a secret, so all characters are read also after an invalid one: the time does
     * not tell where it is.
     *
     * @throws MalformedException when it is not the canonical encoding of any bytes
     */
    public byte[] decode(String text, int from, int to) throws MalformedException {
        int end = to - padding(text, from, to);
        byte[] decoded = new byte[(int) ((end - from) * 3L / GROUP)];
        int bits = 0;
        int pending = 0;
        int at = 0;
        boolean known = true;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            int value = c < values.length ? values[c] : -1;
            known &= value >= 0;
            bits = bits << 6 | (value & 0x3F);
            pending += 6;
            if (pending >= Byte.SIZE) {
                pending -= Byte.SIZE;
                decoded[at++] = (byte) (bits >> pending);
            }
        }
        if (!known) {
            throw new MalformedException("a character is outside of " + label);
        }
        if ((bits & (1 << pending) - 1) != 0) {
            throw new MalformedException("the last character of a part has bits left over");
        }
        return decoded;
    }

    /** @return how many characters of padding there are */
    private int padding(String text, int from, int to) throws MalformedException {
        int rest = (to - from) % GROUP;
        if (this == URL ? rest == 1 : rest != 0) {
            throw new MalformedException("a part is not " + label);
        }
        if (this == URL || to == from || text.charAt(to - 1) != '=') {
            return 0;
        }
        return text.charAt(to - 2) == '=' ? 2 : 1;
    }
}
