package dev.countersign.x509;

import dev.countersign.text.CanonicalBase64;
import dev.countersign.text.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM text (RFC 7468). Between them there may be {@link ExplanatoryText}, as OpenSSL writes it, inside
 * of them nothing but Base64; a text with a line that is neither is refused whole. Private keys are passed over
 * undecoded. Works on the bytes, since a {@code String} of a private key cannot be wiped. Not thread-safe; the static
 * methods are.
 */
final class PemText {

    /** A chain has two or three, a private key beside it. */
    static final int MAX_BLOCKS = 100;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9 .]{0,39})-----");
    private static final Pattern HYPHENS = Pattern.compile("--");

    /** Of Base64, for three bytes. */
    private static final int GROUP_CHARS = 4;

    private final byte[] text;
    private int at;
    private int lineNumber;

    private PemText(byte[] text) {
        this.text = text;
    }

    static boolean isPem(byte[] content) {
        return firstBoundary(content).isPresent();
    }

    /**
     * The first line that begins or ends a block, well-formed or not. One value of ASN.1 is no text, whatever its
     * strings contain.
     */
    static Optional<PemLine> firstBoundary(byte[] content) {
        return NormalForm.isAsn1(content)
                ? Optional.empty()
                : new PemText(content).first(ExplanatoryText::isLikeBoundary);
    }

    /** The first line that is not empty. */
    static Optional<PemLine> firstLine(byte[] content) {
        return new PemText(content).first(line -> !line.isEmpty());
    }

    /** Whether no line holds control characters. */
    static boolean isText(byte[] content) {
        return new PemText(content).first(ExplanatoryText::isBinary).isEmpty();
    }

    private Optional<PemLine> first(Predicate<PemLine> fitting) {
        while (hasNext()) {
            PemLine line = next();
            if (fitting.test(line)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException with the reason */
    static List<PemBlock> blocks(byte[] content) {
        PemText lines = new PemText(content);
        List<PemBlock> blocks = new ArrayList<>();
        while (lines.hasNext()) {
            PemLine line = lines.next();
            Matcher begin = BEGIN.matcher(line);
            if (begin.lookingAt()) {
                if (blocks.size() == MAX_BLOCKS) {
                    throw ImportProblem.ofFile(
                            "There are more than " + MAX_BLOCKS + " PEM blocks; the client's is enough.");
                }
                lines.goOn(line, begin.end());
                blocks.add(lines.block(begin.group(1)));
            } else {
                lines.requireExplanatory(line);
            }
        }
        return blocks;
    }

    private void requireExplanatory(PemLine line) {
        if (ExplanatoryText.isLikeBoundary(line)) {
            throw notUnderstood("should begin or end a block, and is not written like that");
        }
        if (ExplanatoryText.isLikeContent(line)) {
            throw notUnderstood("is Base64 outside of a block");
        }
        if (ExplanatoryText.isBinary(line)) {
            throw notUnderstood("holds control characters");
        }
    }

    private RuntimeException notUnderstood(String problem) {
        return ImportProblem.ofFile("Line " + lineNumber + " of this PEM text " + problem
                + ", so nothing in the file is taken. Wanted is the client's own, from a line that is exactly"
                + " -----BEGIN CERTIFICATE----- (or PUBLIC KEY, CERTIFICATE REQUEST) to its -----END line, each on a line"
                + " of its own: copy that part into a new file with a plain text editor.");
    }

    /** Reads to the end of the block; what follows that on the same line is the next line. */
    private PemBlock block(String label) {
        boolean isPrivate = PemBlock.isPrivate(label);
        String end = "-----END " + label + "-----";
        StringBuilder base64 = new StringBuilder();
        while (hasNext()) {
            PemLine line = next();
            Matcher hyphens = HYPHENS.matcher(line);
            boolean isLast = hyphens.find();
            PemLine content = isLast ? line.subSequence(0, hyphens.start()) : line;
            if (!isPrivate) {
                content.chars().filter(c -> c != ' ' && c != '\t').forEach(c -> base64.append((char) c));
            } else if (!ExplanatoryText.isOfPrivateKey(content)) {
                throw notUnderstood("belongs to no private key");
            }
            if (isLast) {
                if (!line.from(hyphens.start()).startsWith(end)) {
                    throw ImportProblem.ofFile("The PEM block " + label + " ends with another label, on line "
                            + lineNumber + ": wanted is " + end + ".");
                }
                goOn(line, hyphens.start() + end.length());
                return new PemBlock(label, isPrivate ? new byte[0] : decoded(label, base64));
            }
        }
        throw ImportProblem.ofFile(
                "The PEM block " + label + " has no end: the file is cut off before its line " + end + ".");
    }

    private static byte[] decoded(String label, StringBuilder base64) {
        if (base64.isEmpty()) {
            throw ImportProblem.ofFile("The PEM block " + label + " is empty.");
        }
        // Some tools leave the padding out. Whether something was cut off is seen by the lengths within.
        int rest = base64.length() % GROUP_CHARS;
        if (rest > 1 && base64.indexOf("=") < 0) {
            base64.append("=".repeat(GROUP_CHARS - rest));
        }
        try {
            return CanonicalBase64.STANDARD.decode(base64.toString());
        } catch (MalformedException e) {
            throw ImportProblem.ofFile(
                    "The PEM block " + label + " holds something else than Base64: " + e.rule() + ".", e);
        }
    }

    private boolean hasNext() {
        return at < text.length;
    }

    private PemLine next() {
        PemLine line = PemLine.at(text, at);
        at = line.next();
        // The two characters of one line end.
        if (at < text.length && text[at] == '\n' && text[at - 1] == '\r') {
            at++;
        }
        lineNumber++;
        return line.stripped();
    }

    /** What is left of a line is read as a line of its own. */
    private void goOn(PemLine line, int index) {
        if (index < line.length()) {
            at = line.position(index);
            lineNumber--;
        }
    }
}
