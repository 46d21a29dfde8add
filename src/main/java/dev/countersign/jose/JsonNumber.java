package dev.countersign.jose;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A JSON number, as it was written. Immutable. */
record JsonNumber(String literal) {

    private static final int LONGEST_INTEGER = 15;
    private static final int LONGEST = 40;
    private static final Pattern HUGE_EXPONENT = Pattern.compile(".*[eE][-+]?0*[1-9][0-9]{2,}");
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigDecimal FARTHEST = new BigDecimal("1e15");

    /**
     * The instant that it names in seconds since 1970, which need not be whole ones (RFC 7519, section 2, NumericDate); empty: it names none, since it lies beyond all
     * calendars. Exact: no instant becomes another by rounding through a floating-point number.
     */
    Optional<Instant> date() {
        if (literal.length() <= LONGEST_INTEGER && isInteger()) {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(literal)));
        }
        // A decimal of a few characters can stand for a number of a billion digits.
        if (literal.length() > LONGEST || HUGE_EXPONENT.matcher(literal).matches()) {
            return Optional.empty();
        }
        BigDecimal seconds = new BigDecimal(literal);
        if (seconds.abs().compareTo(FARTHEST) > 0) {
            return Optional.empty();
        }
        BigInteger[] parts = seconds.movePointRight(9).toBigInteger().divideAndRemainder(NANOS);
        return Optional.of(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
    }

    private boolean isInteger() {
        for (int i = literal.charAt(0) == '-' ? 1 : 0; i < literal.length(); i++) {
            if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
