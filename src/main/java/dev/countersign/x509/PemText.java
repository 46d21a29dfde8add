package dev.countersign.x509;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM text (RFC 7468). Between them there may be anything, as OpenSSL writes it; inside of them nothing but Base64. Private keys are passed over
 * undecoded. Works on the bytes, since a {@code String} of a private key cannot be wiped. Stateless.
 */
final class PemText {

    /** Far more than a chain needs. */
    static final int MOST_BLOCKS = 100;

    private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern BEGIN_LINE = Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9 .]{0,39})-----");

    private final byte[] text;
    private int at;

    private PemText(byte[] text) {
        this.text = text;
    }

    /** Whether a line of it begins a block. */
    static boolean isPem(byte[] content) {
        PemText lines = new PemText(content);
        while (lines.at < content.length) {
            int start = lines.pastBlanks();
            lines.nextLine();
            if (lines.startsWith(BEGIN, start)) {
                return true;
            }
        }
        return false;
    }

    /** @throws dev.countersign.auth.UnacceptableKeyException with the reason */
    static List<PemBlock> blocks(byte[] content) {
        PemText lines = new PemText(content);
        List<PemBlock> blocks = new ArrayList<>();
        while (lines.at < content.length) {
            int start = lines.pastBlanks();
            int end = lines.nextLine();
            if (lines.startsWith(BEGIN, start)) {
                if (blocks.size() == MOST_BLOCKS) {
                    throw Complaint.ofFile("There are more than " + MOST_BLOCKS + " PEM blocks; the client's will do.");
                }
                blocks.add(lines.block(label(lines.string(start, end))));
            }
        }
        return blocks;
    }

    private static String label(String line) {
        Matcher begin = BEGIN_LINE.matcher(line);
        if (!begin.matches()) {
            throw Complaint.ofFile("A line begins a PEM block and has no label that is known.");
        }
        return begin.group(1);
    }

    private PemBlock block(String label) {
        boolean isPrivate = PemBlock.isPrivate(label);
        ByteArrayOutputStream base64 = new ByteArrayOutputStream();
        while (at < text.length) {
            int start = at;
            int end = nextLine();
            if (startsWith(DASHES, start)) {
                if (!string(start, end).equals("-----END " + label + "-----")) {
                    throw Complaint.ofFile("The PEM block " + label + " ends as another one.");
                }
                return new PemBlock(label, isPrivate ? new byte[0] : decoded(label, base64.toByteArray()));
            }
            if (!isPrivate) {
                base64.write(text, start, end - start);
            }
        }
        throw Complaint.ofFile("The PEM block " + label + " has no end.");
    }

    private static byte[] decoded(String label, byte[] base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            // Other decoders take less, so that one block would have several spellings.
            if (der.length > 0 && MessageDigest.isEqual(Base64.getEncoder().encode(der), base64)) {
                return der;
            }
        } catch (IllegalArgumentException e) {
            throw Complaint.ofFile("The PEM block " + label + " holds something else than Base64.", e);
        }
        throw Complaint.ofFile("The PEM block " + label + " is empty, or holds bits that mean nothing.");
    }

    private int pastBlanks() {
        int start = at;
        while (start < text.length && (text[start] == ' ' || text[start] == '\t')) {
            start++;
        }
        return start;
    }

    /** Goes to the next line, and tells where this one ends, without what cannot be seen there. */
    private int nextLine() {
        int start = at;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        int end = at;
        at++;
        while (end > start && (text[end - 1] == '\r' || text[end - 1] == ' ' || text[end - 1] == '\t')) {
            end--;
        }
        return end;
    }

    private boolean startsWith(byte[] word, int from) {
        if (text.length - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (text[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private String string(int start, int end) {
        return new String(text, start, Math.max(0, end - start), StandardCharsets.ISO_8859_1);
    }
}
