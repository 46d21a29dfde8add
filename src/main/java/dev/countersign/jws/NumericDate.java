package dev.countersign.jws;

import dev.countersign.text.JsonNumber;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An instant in seconds since 1970, with or without a fraction (RFC 7519, section 2). Exact: no instant becomes another
 * by rounding through a floating-point number. Stateless.
 */
public final class NumericDate {

    private static final int MAX_DECIMAL_CHARS = 40;
    private static final Pattern HUGE_EXPONENT = Pattern.compile(".*[eE][-+]?0*[1-9][0-9]{2,}");
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final long MAX_SECONDS = 1_000_000_000_000_000L;

    private NumericDate() {}

    /** Empty: the claim is absent, or no number, or larger than {@link #MAX_SECONDS}. */
    public static Optional<Instant> of(@Nullable Object claim) {
        if (claim instanceof Long seconds) {
            return Math.abs(seconds) <= MAX_SECONDS ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
        }
        return claim instanceof JsonNumber number ? of(number.literal()) : Optional.empty();
    }

    private static Optional<Instant> of(String decimal) {
        // A decimal of a few characters can mean a number of a billion digits.
        if (decimal.length() > MAX_DECIMAL_CHARS
                || HUGE_EXPONENT.matcher(decimal).matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(decimal);
        if (seconds.abs().compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
            return Optional.empty();
        }
        BigInteger[] parts = seconds.movePointRight(9).toBigInteger().divideAndRemainder(NANOS);
        return Optional.of(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
    }
}
