package dev.countersign.text;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes passwords, secrets, keys and tokens from texts of other software before they are shown: drivers, pools and
 * servers repeat an unusable URL or property in full. Removes too much rather than too little. Stateless.
 */
public final class Redaction {

    private static final String HIDDEN = "***";

    /** Words in the names of parameters and properties whose values are not shown. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "pass|pwd|secret|token|credential|"
                    + "(?:access|account|api|client|master|private|shared|signing)[-_.]?key",
            Pattern.CASE_INSENSITIVE);

    /**
     * {@code name=value} of a URL, a connection string or a printed map. Possessive quantifiers: each character is read
     * once, also in texts of unauthenticated senders.
     */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?<![\\w.%-])([\\w.%-]++)([\"']?\\s?=\\s?)" + "(?:\"[^\"]*+\"|'[^']*+'|[^\\s&;,'\"(){}\\[\\]]++)");

    /** A URL up to its query. */
    private static final Pattern URL = Pattern.compile("[^\\s'\"<>?]++");

    /** 32 bytes in Base64: a master key in a setting that takes the path of its file. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private Redaction() {}

    /** The text with {@code ***} in place of all parts that may be secret. */
    public static String of(String text) {
        String shown = text;
        if (text.indexOf('@') >= 0) {
            shown = replaced(URL, shown, url -> withoutUser(url.group()));
        }
        if (text.indexOf('=') >= 0) {
            shown = KEY.matcher(shown).replaceAll(HIDDEN);
            shown = replaced(
                    PARAMETER,
                    shown,
                    parameter -> isSecret(parameter.group(1))
                            ? parameter.group(1) + parameter.group(2) + HIDDEN
                            : parameter.group());
        }
        return shown;
    }

    /**
     * The failure itself, where its text and those of its causes hold nothing secret; otherwise a copy with redacted
     * texts and the same stack traces.
     */
    public static Throwable of(Throwable failure) {
        return isShowable(failure, 0) ? failure : new RedactedException(failure, 0);
    }

    /** Whether the value of a parameter or property of this name must not be shown. */
    public static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).find();
    }

    /**
     * Hides user and password before the host (RFC 3986, section 3.2.1): all up to the last {@code @}, since a password
     * that was not escaped may have others in it, and slashes. Oracle's URLs have them without slashes before them.
     */
    private static String withoutUser(String url) {
        int end = url.lastIndexOf('@');
        int slashes = url.indexOf("//");
        if (slashes >= 0 && slashes < end) {
            return url.substring(0, slashes + 2) + HIDDEN + url.substring(end);
        }
        int slash = url.indexOf('/');
        if (url.contains("jdbc:") && slash >= 0 && slash < url.indexOf('@')) {
            return url.substring(0, url.lastIndexOf(':', slash) + 1) + HIDDEN + url.substring(url.indexOf('@'));
        }
        return url;
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(replacement.apply(found)));
    }

    private static boolean isShowable(Throwable failure, int depth) {
        if (depth >= RedactedException.MAX_DEPTH) {
            return false;
        }
        String text = failure.toString();
        if (!of(text).equals(text)) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!isShowable(suppressed, depth + 1)) {
                return false;
            }
        }
        return failure.getCause() == null || isShowable(failure.getCause(), depth + 1);
    }
}
