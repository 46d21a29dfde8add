package dev.countersign.jose;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Recency;
import dev.countersign.auth.Secret;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The decision of Countersign about an assertion of another library; under the strictest audience policy. Thread-safe.
 */
public final class Judgement {

    public static final String ISSUER = Contexts.RULES.issuer().toString();

    private final Client client;
    private final SignedAssertionAuthenticator authenticator;

    private Judgement(Client client, Optional<String> secret, InstantSource clock) {
        this.client = client;
        AssertionRules usual = Contexts.RULES;
        Set<String> used = ConcurrentHashMap.newKeySet();
        InlineKeySet keys = new InlineKeySet(algorithm -> Optional.empty(), clock);
        this.authenticator = new SignedAssertionAuthenticator(new AuthenticatorContext(
                clock,
                NoKeys.NONE,
                asked -> secret.stream()
                        .map(text -> new ReadableSecret("s1", new Secret(text.getBytes(StandardCharsets.UTF_8))))
                        .toList(),
                (asked, kid) -> keys.resolve(asked, Recency.since(0)).keys(),
                new AssertionRules(
                        usual.issuer(),
                        AudiencePolicy.FAPI2,
                        usual.clockSkew(),
                        usual.longestLife(),
                        usual.algorithms(),
                        false),
                (asked, jti, issuedAt, until) -> used.add(asked + " " + jti),
                algorithm -> Optional.empty()));
    }

    /** Of a client that is registered with this key set. */
    public static Judgement ofKeySet(String id, String jwks, InstantSource clock) {
        return new Judgement(client(id, "private_key_jwt", Map.of("jwks", jwks)), Optional.empty(), clock);
    }

    public static Judgement ofSecret(String id, String secret, InstantSource clock) {
        return new Judgement(client(id, "client_secret_jwt", Map.of()), Optional.of(secret), clock);
    }

    /** {@code granted}, or why not. */
    public String on(String assertion) {
        if (!(AssertionReader.read(assertion) instanceof Reading.Found found)) {
            return "unreadable";
        }
        Outcome outcome = authenticator.authenticate((SignedAssertion) found.credential(), client);
        if (outcome instanceof Outcome.Refused refused) {
            return refused.refusal().name();
        }
        return outcome instanceof Outcome.Granted ? "granted" : "unavailable";
    }

    private static Client client(String id, String method, Map<String, String> properties) {
        ClientProfile profile = new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                true,
                new AuthMethod(method),
                Scopes.NONE,
                List.of(),
                false,
                properties);
        return new Client(new ClientId(id), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }
}
