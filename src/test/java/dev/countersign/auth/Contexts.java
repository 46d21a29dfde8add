package dev.countersign.auth;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What tests give to authenticators that ask for little. */
public final class Contexts {

    public static final AssertionRules RULES = new AssertionRules(
            URI.create("https://sentry.example/countersign"),
            AudiencePolicy.ISSUER,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Set.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256",
                    "HS384", "HS512"),
            false);

    private Contexts() {}

    /** No client has a key, and nothing was used before. */
    public static AuthenticatorContext of(InstantSource clock, DerivedKeys keys) {
        return new AuthenticatorContext(
                clock,
                keys,
                client -> List.of(),
                (client, kid) -> List.of(),
                RULES,
                new UsedIds(Set.of()),
                algorithm -> Optional.empty());
    }
}
