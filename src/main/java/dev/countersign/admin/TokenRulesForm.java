package dev.countersign.admin;

import dev.countersign.client.TokenRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Reads the members about access tokens in a client's representation. Thread-safe. */
record TokenRulesForm(InstantSource clock) {

    /** RFC 8705, section 3.4. */
    static final String CERTIFICATE_BOUND = "tls_client_certificate_bound_access_tokens";

    static final String NOT_BEFORE = "tokens_not_before";

    /** How far the clock of a caller may be ahead of ours. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(1);

    /** More than there are: a client that asks for others is told which there are. */
    private static final int MAX_GRANT_TYPES = 20;

    /** More than any allowed value has. */
    private static final int MAX_TEXT_CHARS = 100;

    /**
     * @param current the rules as they are: an unchanged moment is kept, whatever the time is by now
     * @param createdAt when the client was made; of a new one any time
     * @throws ProblemException when a value is invalid
     */
    TokenRules rules(JsonMembers members, Optional<TokenRules> current, Instant createdAt) {
        return new TokenRules(
                grantTypes(members),
                members.textOrNull("token_lifetime", MAX_TEXT_CHARS).map(TokenRulesForm::lifetime),
                members.flag("introspection").orElse(TokenRules.DEFAULT.introspection()),
                members.flag(CERTIFICATE_BOUND).orElse(TokenRules.DEFAULT.certificateBound()),
                members.textOrNull(NOT_BEFORE, MAX_TEXT_CHARS)
                        .map(TokenRulesForm::instant)
                        .map(asked -> notBefore(asked, current.flatMap(TokenRules::notBefore), createdAt)));
    }

    private static List<String> grantTypes(JsonMembers members) {
        List<String> types =
                members.texts("grant_types", MAX_GRANT_TYPES, MAX_TEXT_CHARS).orElse(TokenRules.DEFAULT.grantTypes());
        if (!List.of(TokenRules.CLIENT_CREDENTIALS).containsAll(types)) {
            throw ProblemException.inField(
                    "grant_types",
                    "The only grant type is " + TokenRules.CLIENT_CREDENTIALS + "; an empty array: no access tokens.");
        }
        return types;
    }

    private static Duration lifetime(String text) {
        Duration lifetime = DurationText.parse("token_lifetime", text);
        boolean allowed = lifetime.compareTo(TokenRules.MIN_LIFETIME) >= 0
                && lifetime.compareTo(TokenRules.MAX_LIFETIME) <= 0
                && lifetime.equals(lifetime.truncatedTo(ChronoUnit.SECONDS));
        if (!allowed) {
            throw ProblemException.inField(
                    "token_lifetime",
                    "Must be from " + TokenRules.MIN_LIFETIME + " to " + TokenRules.MAX_LIFETIME
                            + ", in whole seconds; null: as the server is set up.");
        }
        return lifetime;
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(Instant.EPOCH)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            // Refused below, as is a time before all tokens.
        }
        throw ProblemException.inField(
                NOT_BEFORE, "Must be an instant since 1970 in ISO 8601, such as 2026-03-01T10:00:00Z; null: none.");
    }

    /**
     * The moment that is there already is kept. Another one in the present second is later than all tokens that were
     * issued: those of a client that was made in this second, or whose tokens were ended in it, name the end of it.
     */
    private Instant notBefore(Instant asked, Optional<Instant> current, Instant createdAt) {
        if (current.isPresent() && current.get().equals(asked)) {
            return asked;
        }
        Instant moment = notBefore(asked);
        Instant created = wholeSecond(createdAt);
        Instant issued = current.filter(created::isBefore).orElse(created);
        if (!moment.isAfter(clock.instant())) {
            // The same second, when the request has come after its end.
            boolean mayBeOfThatSecond = moment.equals(issued) && asked.isBefore(moment) && !asked.isBefore(createdAt);
            return mayBeOfThatSecond ? issued.plusSeconds(1) : moment;
        }
        return issued.isBefore(moment) ? moment : issued.plusSeconds(1);
    }

    /**
     * In whole seconds, as tokens tell when they were issued. Rounded up, and for the present second and later to the
     * end of the present one: a token that was issued in the same second is ended too.
     */
    private Instant notBefore(Instant asked) {
        Instant now = clock.instant();
        if (asked.isAfter(now.plus(MAX_AHEAD))) {
            throw ProblemException.inField(
                    NOT_BEFORE,
                    "Must not be in the future; the server's time is " + now.truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        Instant present = now.truncatedTo(ChronoUnit.SECONDS);
        if (!asked.isBefore(present)) {
            return present.plusSeconds(1);
        }
        return wholeSecond(asked);
    }

    /** Rounded up. */
    private static Instant wholeSecond(Instant instant) {
        Instant floor = instant.truncatedTo(ChronoUnit.SECONDS);
        return floor.equals(instant) ? floor : floor.plusSeconds(1);
    }
}
