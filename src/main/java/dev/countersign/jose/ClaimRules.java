package dev.countersign.jose;

import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules about the claims, applied after the signature was verified (RFC 7523, section 3; OpenID Connect Core 1.0,
 * section 9).
 */
final class ClaimRules {

    /** In characters, of the jti. */
    static final int MAX_JTI_CHARS = 255;

    /** Upper bound of the clock skew for {@code iat} and {@code nbf}, whatever skew is configured. */
    private static final Duration MAX_AHEAD = Duration.ofSeconds(60);

    private ClaimRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "issuer",
                        "The client speaks for itself: iss is its client_id (RFC 7523, section 3, rule 1).",
                        examined -> isClient(examined, "iss"),
                        examined -> examined.client().id().value(),
                        examined -> shownClient(examined, "iss")),
                new Rule(
                        "subject",
                        "sub is its client_id, too (RFC 7523, section 3, rule 2).",
                        examined -> isClient(examined, "sub"),
                        examined -> examined.client().id().value(),
                        examined -> shownClient(examined, "sub")),
                new Rule(
                        "audience",
                        "The assertion must name this server as its only audience: another server that it was also meant for could send it here (RFC 7523, section 3, rule 3). What counts is the setting audiencePolicy, or the client's own audience_policy.",
                        ClaimRules::audience,
                        ClaimRules::wantedAudience,
                        ClaimRules::shownAudience),
                new Rule(
                        "expiry",
                        "exp is there, in seconds, and not too far ahead (RFC 7523, section 3, rule 4).",
                        ClaimRules::expiry,
                        examined -> "a number, at most " + seconds(latestExpiry(examined)),
                        examined -> shownDate(examined, "exp")),
                new Rule(
                        "not_expired",
                        "exp lies ahead, or back by less than the clocks may be apart. An old exp is often an assertion that was made long before it was sent, or a wrong clock.",
                        ClaimRules::notExpired,
                        examined -> "more than "
                                + seconds(examined.now().minus(examined.rules().clockSkew())),
                        examined -> shownDate(examined, "exp")),
                new Rule(
                        "not_before",
                        "Where there is an nbf, it has been reached (RFC 7523, section 3, rule 5).",
                        examined -> reached(examined, "nbf"),
                        examined -> "nothing, or at most " + seconds(latestPast(examined)),
                        examined -> shownDate(examined, "nbf")),
                new Rule(
                        "issued_at",
                        "Where there is an iat, it lies neither ahead nor too far back (RFC 7523, section 3, rule 6).",
                        ClaimRules::issuedAt,
                        examined -> "nothing, or from " + seconds(oldestIssue(examined)) + " to "
                                + seconds(latestPast(examined)),
                        examined -> shownDate(examined, "iat")),
                new Rule(
                        "id",
                        "Every assertion has a jti of its own, so that each counts once (RFC 7523, section 3, rule 7).",
                        examined -> Rule.refuseIf(id(examined).isEmpty(), Refusal.BAD_ID),
                        examined -> "a text of 1 to " + MAX_JTI_CHARS + " characters",
                        examined -> shownText(examined, "jti")));
    }

    /** Empty: it is missing, empty or too long. */
    static Optional<String> id(Examination examined) {
        return examined.claims().text("jti").filter(id -> !id.isEmpty() && id.length() <= MAX_JTI_CHARS);
    }

    private static Optional<Refusal> isClient(Examination examined, String claim) {
        String client = examined.client().id().value();
        return Rule.refuseIf(!examined.claims().text(claim).equals(Optional.of(client)), Refusal.WRONG_ISSUER);
    }

    private static Optional<Refusal> audience(Examination examined) {
        AudiencePolicy policy = examined.audiencePolicy();
        Object sole = soleAudience(examined);
        boolean endpoint = policy == AudiencePolicy.LEGACY
                && examined.rules().tokenEndpoint().equals(sole);
        boolean us = endpoint || examined.rules().issuer().toString().equals(sole);
        return Rule.refuseIf(!us, Refusal.WRONG_AUDIENCE);
    }

    /** Null: there is none. */
    @Nullable
    private static Object soleAudience(Examination examined) {
        Object audience = examined.claims().get("aud");
        return audience instanceof List<?> list && list.size() == 1 && examined.audiencePolicy() != AudiencePolicy.FAPI2
                ? list.get(0)
                : audience;
    }

    private static String wantedAudience(Examination examined) {
        String issuer = examined.rules().issuer().toString();
        return switch (examined.audiencePolicy()) {
            case ISSUER -> issuer + " alone, as a text or in an array of one";
            case FAPI2 -> issuer + " alone, as a text";
            case LEGACY -> issuer + " or " + examined.rules().tokenEndpoint() + ", one of them alone";
        };
    }

    /** Valid up to and including the limit. */
    private static Optional<Refusal> expiry(Examination examined) {
        Optional<Instant> expiry = examined.claims().date("exp");
        return Rule.refuseIf(expiry.isEmpty() || expiry.get().isAfter(latestExpiry(examined)), Refusal.BAD_EXPIRY);
    }

    /** Valid while {@code now < exp + skew}, so no longer at that instant. */
    private static Optional<Refusal> notExpired(Examination examined) {
        Optional<Instant> expiry = examined.claims().date("exp");
        boolean over = expiry.isPresent()
                && !examined.now().isBefore(expiry.get().plus(examined.rules().clockSkew()));
        return Rule.refuseIf(over, Refusal.EXPIRED_ASSERTION);
    }

    /** Valid up to and including the limit. */
    private static Optional<Refusal> reached(Examination examined, String claim) {
        if (!examined.claims().has(claim)) {
            return Optional.empty();
        }
        Optional<Instant> date = examined.claims().date(claim);
        return date.isEmpty()
                ? Optional.of(Refusal.MALFORMED_ASSERTION)
                : Rule.refuseIf(date.get().isAfter(latestPast(examined)), Refusal.NOT_YET_VALID);
    }

    private static Optional<Refusal> issuedAt(Examination examined) {
        Optional<Refusal> ahead = reached(examined, "iat");
        if (ahead.isPresent()) {
            return ahead;
        }
        Optional<Instant> date = examined.claims().date("iat");
        return Rule.refuseIf(date.isPresent() && date.get().isBefore(oldestIssue(examined)), Refusal.TOO_OLD);
    }

    private static Instant latestExpiry(Examination examined) {
        return examined.now()
                .plus(examined.rules().longestLife())
                .plus(examined.rules().clockSkew());
    }

    private static Instant latestPast(Examination examined) {
        Duration skew = examined.rules().clockSkew();
        return examined.now().plus(skew.compareTo(MAX_AHEAD) < 0 ? skew : MAX_AHEAD);
    }

    private static Instant oldestIssue(Examination examined) {
        return examined.now()
                .minus(examined.rules().longestLife())
                .minus(examined.rules().clockSkew());
    }

    private static String seconds(Instant instant) {
        return instant.getEpochSecond() + " (" + instant.truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    /** With the distance from now, by which a wrong clock or an old assertion is recognized. */
    private static String shownDate(Examination examined, String claim) {
        return examined.claims()
                .date(claim)
                .map(date -> {
                    long ahead = Duration.between(examined.now(), date).toSeconds();
                    String distance = ahead < 0 ? -ahead + " seconds ago" : ahead + " seconds ahead";
                    return shown(examined, claim) + ", " + distance;
                })
                .orElseGet(() -> examined.claims().get(claim) instanceof String text
                        ? "the text " + AssertionExcerpt.text('"' + text + '"') + ", not a number"
                        : shown(examined, claim));
    }

    /** With what makes it another audience, where that is easily overlooked. */
    private static String shownAudience(Examination examined) {
        String shown = shown(examined, "aud");
        if (!(soleAudience(examined) instanceof String sole)) {
            return shown;
        }
        String issuer = examined.rules().issuer().toString();
        String endpoint = examined.rules().tokenEndpoint();
        Optional<String> difference = TextDifference.of(issuer, sole);
        if (examined.audiencePolicy() == AudiencePolicy.LEGACY && !sole.equals(issuer)) {
            difference =
                    sole.equals(endpoint) ? Optional.empty() : difference.or(() -> TextDifference.of(endpoint, sole));
        } else if (sole.equals(endpoint)) {
            difference = Optional.of("it is the token endpoint, which counts with the audience policy legacy alone");
        }
        return shown + difference.map(", "::concat).orElse("");
    }

    /** A claim that is to be the client's id. */
    private static String shownClient(Examination examined, String claim) {
        String client = examined.client().id().value();
        return shownText(examined, claim)
                + examined.claims()
                        .text(claim)
                        .flatMap(found -> TextDifference.of(client, found))
                        .map(", "::concat)
                        .orElse("");
    }

    /** A claim that is to be a text. */
    private static String shownText(Examination examined, String claim) {
        Object value = examined.claims().get(claim);
        return value == null || value instanceof String
                ? shown(examined, claim)
                : shown(examined, claim) + ", which is no text";
    }

    private static String shown(Examination examined, String claim) {
        @Nullable Object value = examined.claims().get(claim);
        return value == null ? "no " + claim : AssertionExcerpt.value(value);
    }
}
