package dev.countersign.x509;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that may stand around the blocks of a PEM text (RFC 7468, section 2): names, fingerprints, a certificate in
 * words. What may be a block that was damaged or written another way is not accepted as such: skipping it would take
 * the second certificate of a file for its first. Stateless.
 */
final class ExplanatoryText {

    /** Ctrl-Z: "copy a+b" appends it. */
    private static final char DOS_END = 0x1A;

    /** Base64 of this length is no name. */
    private static final int MAX_BASE64_CHARS = 48;

    /** The words of a boundary in any case, but not as a part of others, such as "Extended". */
    private static final Pattern WORD = Pattern.compile("(?i)(?<![A-Z])(BEGIN|END)(?![A-Z])");

    /** A boundary without ASCII hyphens, such as with a word processor's dashes. */
    private static final Pattern WITHOUT_HYPHENS =
            Pattern.compile("(?is)[^A-Z]*+(BEGIN|END)[^A-Z].*?(CERTIFICATE|KEY|REQUEST|PKCS|CMS|CRL|PARAMETERS).*");

    private static final Pattern HYPHENS = Pattern.compile("--");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{32,}+");
    private static final Pattern WORD_CHARACTER = Pattern.compile("[A-Za-z0-9+/]");

    private ExplanatoryText() {}

    /** Whether the line begins or ends a block, well written or not. */
    static boolean isLikeBoundary(PemLine line) {
        return WORD.matcher(line).find()
                && (HYPHENS.matcher(line).find()
                        || WITHOUT_HYPHENS.matcher(line).matches());
    }

    /**
     * Whether a part of it, or all of it, is Base64 as in a block. Hexadecimal digits are none, nor is what has no
     * digit.
     */
    static boolean isLikeContent(PemLine line) {
        Matcher runs = BASE64.matcher(line);
        while (runs.find()) {
            boolean isAlone =
                    !WORD_CHARACTER.matcher(line.subSequence(0, runs.start())).find()
                            && !WORD_CHARACTER
                                    .matcher(line.subSequence(runs.end(), line.length()))
                                    .find();
            if ((isAlone || runs.end() - runs.start() >= MAX_BASE64_CHARS)
                    && isMixed(line.subSequence(runs.start(), runs.end()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether there are control characters in it, apart from tabulators, the form feeds of printers, and the Ctrl-Z by
     * which DOS marks the end of a file.
     */
    static boolean isBinary(PemLine line) {
        return line.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\f' && c != DOS_END);
    }

    /** Whether it may stand in a private key: in Base64, or in the headers of older forms (RFC 1421, section 4.6). */
    static boolean isOfPrivateKey(PemLine line) {
        return line.chars().allMatch(c -> c >= ' ' && c <= '~')
                && !HYPHENS.matcher(line).find();
    }

    private static boolean isMixed(CharSequence run) {
        return run.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
                && run.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                && run.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
