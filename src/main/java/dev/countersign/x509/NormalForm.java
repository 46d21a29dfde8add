package dev.countersign.x509;

import dev.countersign.keys.Asn1Bounds;
import dev.countersign.keys.MalformedDerException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes what a tool has done to a file as a whole: UTF-16, a byte order mark, quotation marks, the name of a member
 * before it, line ends that are written out, Base64 without boundaries. Each step converts the whole file or leaves it
 * as it is, and leaves nothing out, so that the first block stays the first and {@link PemText} still sees whatever is
 * not understood. A file that PEM readers read as it is never matches. Stateless.
 */
final class NormalForm {

    /** Shorter text is a word, and no key. */
    private static final int MIN_BASE64_CHARS = 40;

    /** X.690, section 8.9.1. */
    private static final byte SEQUENCE = 0x30;

    private static final List<UnaryOperator<byte[]>> STEPS =
            List.of(Utf16Text::inUtf8, NormalForm::withoutMark, NormalForm::unwrapped, NormalForm::decoded);

    /** In UTF-8, of which each byte is taken for a character. */
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    /** What may stand before a value: the name of a variable or of a member, a quotation mark. */
    private static final Pattern OPENING = Pattern.compile("\\s*+"
            + "(?<name>(?:export )?[\"']?[A-Za-z_][A-Za-z0-9_.-]{0,63}+[\"']?[ \\t]*+[:=][ \\t]*+)?"
            + "(?<quote>[\"']?)\\s*+(?=-----BEGIN |[A-Za-z0-9+/\\\\]{32})");

    /** Nor is a backslash part of a boundary: what follows it can only be a line end that is written out. */
    private static final Pattern WRITTEN_OUT = Pattern.compile("-----BEGIN [A-Z0-9 .]{1,40}-----\\\\[nr]");

    private static final Pattern PEM = Pattern.compile("\\s*+-----BEGIN ");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]{" + MIN_BASE64_CHARS + ",}+={0,2}\\s*+");
    private static final Pattern LINE_END = Pattern.compile("[\r\n]");

    private NormalForm() {}

    /**
     * The content itself where there is nothing to undo, or else a new array, which the caller has to wipe: there may
     * be a private key in it.
     *
     * @throws dev.countersign.manage.UnacceptableKeyException when a step cannot be undone for the whole file
     */
    static byte[] of(byte[] content) {
        if (isAsn1(content)) {
            return content;
        }
        byte[] form = content;
        for (UnaryOperator<byte[]> step : STEPS) {
            byte[] before = form;
            try {
                form = step.apply(before);
            } finally {
                if (before != content && before != form) {
                    Arrays.fill(before, (byte) 0);
                }
            }
        }
        return form;
    }

    /** The mark that editors write before a text in UTF-8 has no meaning there; another one after it is no mark. */
    private static byte[] withoutMark(byte[] text) {
        PemLine whole = PemLine.all(text);
        return whole.startsWith(BYTE_ORDER_MARK)
                ? whole.from(BYTE_ORDER_MARK.length()).bytes()
                : text;
    }

    /** The one value that the file is, without its name and its quotation marks, and with its line ends. */
    private static byte[] unwrapped(byte[] text) {
        PemLine whole = PemLine.all(text);
        Matcher opening = OPENING.matcher(whole);
        if (!opening.lookingAt()) {
            return text;
        }
        PemLine value = whole.from(opening.end()).stripped();
        boolean isNamed = opening.group("name") != null;
        String quote = opening.group("quote");
        if (!quote.isEmpty()) {
            value = value.without(",").without(";").stripped();
            if (!value.endsWith(quote)) {
                return text;
            }
            value = value.without(quote).stripped();
        } else if (isNamed && LINE_END.matcher(value).find()) {
            // The name may be a line of text before a block, and what follows it a name of a certificate's owner.
            return text;
        }
        boolean isWrittenOut = WRITTEN_OUT.matcher(value).lookingAt();
        return isWrittenOut || (quote.equals("\"") && value.indexOf('\\') >= 0)
                ? unescaped(value)
                : isNamed || !quote.isEmpty() ? value.bytes() : text;
    }

    /** As in JSON (RFC 8259, section 7), within ASCII. */
    private static byte[] unescaped(PemLine value) {
        byte[] plain = new byte[value.length()];
        try {
            int size = 0;
            for (int at = 0; at < value.length(); at++) {
                char c = value.charAt(at);
                if (c == '\\') {
                    char escape = ++at < value.length() ? value.charAt(at) : 0;
                    c = escape == 'u' ? hexadecimal(value, at + 1) : ofEscape(escape);
                    at += escape == 'u' ? 4 : 0;
                }
                plain[size++] = (byte) c;
            }
            return Arrays.copyOf(plain, size);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static char ofEscape(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '/', '"', '\\' -> escape;
            default -> throw notAString();
        };
    }

    private static char hexadecimal(PemLine value, int start) {
        int number = 0;
        for (int at = start; at < start + 4; at++) {
            int digit = at < value.length() ? Character.digit(value.charAt(at), 16) : -1;
            if (digit < 0) {
                throw notAString();
            }
            number = number * 16 + digit;
        }
        if ((number < ' ' && number != '\n' && number != '\r') || number > '~') {
            throw notAString();
        }
        return (char) number;
    }

    private static RuntimeException notAString() {
        return ImportProblem.ofFile("This is PEM as a string with line ends written out, and it has a backslash that is"
                + " not understood, so nothing in the file is taken. Wanted is the text itself: printf '%b' \"$VALUE\" >"
                + " NEW_FILE, or of JSON: jq -r .NAME FILE > NEW_FILE.");
    }

    /** DER, a JKS key store, or a text in PEM, that is all of it in Base64, wrapped or not, padded or not. */
    private static byte[] decoded(byte[] text) {
        PemLine whole = PemLine.all(text).stripped();
        if (!BASE64.matcher(whole).matches()) {
            return text;
        }
        byte[] digits = whole.bytes();
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(digits);
            if (isAsn1(decoded)
                    || FileKind.ofMagic(decoded) == FileKind.JKS
                    || PEM.matcher(PemLine.all(decoded)).lookingAt()) {
                return decoded;
            }
            Arrays.fill(decoded, (byte) 0);
            return text;
        } catch (IllegalArgumentException e) {
            // A text of words; or it is cut off, and its reader refuses what is no PEM.
            return text;
        } finally {
            Arrays.fill(digits, (byte) 0);
        }
    }

    /** One value of ASN.1 is no text, whatever its strings contain. */
    static boolean isAsn1(byte[] content) {
        try {
            Asn1Bounds.requireBer(content);
            return content[0] == SEQUENCE;
        } catch (MalformedDerException e) {
            return false;
        }
    }
}
