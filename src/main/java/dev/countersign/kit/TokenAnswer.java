package dev.countersign.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the token out of a token endpoint's answer (RFC 6749, section 5.1). */
final class TokenAnswer {

    /** How long a token is used whose life the server does not tell. */
    static final Duration UNKNOWN_LIFE = Duration.ofMinutes(1);

    private static final int MAX_TOKEN_CHARS = 16_384;
    /** What may stand behind {@code Bearer} (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private TokenAnswer() {}

    /**
     * The token.
     *
     * @param since when it was asked for
     * @throws TokenException when there is none that can be used
     */
    static IssuedToken read(Answer answer, Instant since) {
        Map<String, Object> members = answer.object();
        if (!(members.get("access_token") instanceof String token)) {
            throw answer.fault("no access_token");
        }
        if (token.length() > MAX_TOKEN_CHARS || !TOKEN.matcher(token).matches()) {
            throw answer.fault("an access_token that is too long, or not made for the Authorization header");
        }
        if (!(members.get("token_type") instanceof String type) || !type.equalsIgnoreCase("Bearer")) {
            throw answer.fault("a token_type other than Bearer");
        }
        return IssuedToken.of(token, since, life(answer, members));
    }

    private static Duration life(Answer answer, Map<String, Object> members) {
        Object life = members.get("expires_in");
        if (life == null) {
            return UNKNOWN_LIFE;
        }
        if (!(life instanceof Number number)) {
            throw answer.fault("an expires_in that is no number");
        }
        long seconds = number.longValue();
        if (seconds <= 0) {
            throw answer.fault("a token that has ended already: expires_in is " + seconds);
        }
        return Duration.ofSeconds(Math.min(seconds, IssuedToken.MAX_LIFE.toSeconds()));
    }
}
