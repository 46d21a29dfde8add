package dev.countersign.boot;

import dev.countersign.auth.Secret;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.text.CidrBlock;
import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import dev.countersign.text.SecretText;
import dev.countersign.text.UrlHost;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Reads the values of settings; each throws an {@link IllegalArgumentException} for what it does not allow. Stateless.
 */
final class SettingTypes {

    private SettingTypes() {}

    /** A value that is not allowed, with the reason as the rest of a sentence that begins with {@code it}. */
    static final class ExplainedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        ExplainedException(String reason) {
            super(reason);
        }
    }

    static String jndiName(String text) {
        return accepted(text, text.matches("java:[A-Za-z0-9_./-]{1,250}"));
    }

    static boolean bool(String text) {
        return accepted(text, text.equals("true") || text.equals("false")).equals("true");
    }

    static URI issuerUrl(String text) {
        URI uri = url(text);
        String scheme = String.valueOf(uri.getScheme());
        String host = String.valueOf(uri.getHost());
        boolean plainOnLoopback = scheme.equals("http") && isLoopback(host);
        accepted(text, (scheme.equals("https") || plainOnLoopback) && uri.getHost() != null);
        accepted(text, uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null);
        return uri;
    }

    /** As an issuer, but https on loopback too. */
    static URI httpsUrl(String text) {
        URI uri = issuerUrl(text);
        accepted(text, uri.getScheme().equals("https"));
        return uri;
    }

    /** @throws ExplainedException when its host is none, where a reason can be given */
    static URI url(String text) {
        UrlHost.problem(text).ifPresent(reason -> {
            throw new ExplainedException("cannot be used, since " + reason);
        });
        return URI.create(text);
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
    }

    static List<CidrBlock> cidrBlocks(String text) {
        return Arrays.stream(text.split("[, ]+", -1)).map(CidrBlock::parse).toList();
    }

    static Path path(String text) {
        accepted(text, !text.isEmpty());
        try {
            return PlatformPath.parse(text);
        } catch (MalformedException e) {
            throw new ExplainedException(e.rule());
        }
    }

    static Secret chosenSecret(String text) {
        boolean rightLength = text.length() >= RandomSecretIssuer.MIN_CHOSEN_CHARS
                && text.length() <= RandomSecretIssuer.MAX_CHOSEN_CHARS;
        boolean claimed = text.startsWith(SecretText.PREFIX);
        accepted(text, rightLength && !claimed && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E));
        return new Secret(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String accepted(String text, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("not allowed");
        }
        return text;
    }

    /** Within these limits, or zero, which stands for none. */
    static Function<String, Duration> durationOrZero(Duration least, Duration most) {
        Function<String, Duration> limited = duration(Duration.ZERO, most);
        return text -> {
            Duration found = limited.apply(text);
            accepted(text, found.isZero() || found.compareTo(least) >= 0);
            return found;
        };
    }

    static Function<String, Duration> duration(Duration shortest, Duration longest) {
        return text -> {
            Duration duration;
            try {
                duration = Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
            accepted(text, duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0);
            return duration;
        };
    }

    /** A whole number from 1 to {@code largest}. */
    static Function<String, Integer> number(int largest) {
        return number(1, largest);
    }

    static Function<String, Integer> number(int smallest, int largest) {
        return text -> {
            int number = Integer.parseInt(text);
            accepted(text, number >= smallest && number <= largest);
            return number;
        };
    }
}
