package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.KeySource;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Recency;
import dev.countersign.auth.Refusal;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.x509.RegisteredKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Real certificates, as they are registered, around their first and their last second: whether they count, and which
 * one a grant names.
 */
class CertificateValidityTest {

    private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant HANDOVER = Instant.parse("2026-06-20T00:00:00Z");
    private static final Instant END = Instant.parse("2026-06-30T23:59:59Z");
    private static final Instant LATER = Instant.parse("2027-06-30T23:59:59Z");
    private static final Duration TICK = Duration.ofNanos(1);

    private Instant now = BEGIN;
    private final ClientCertificate old = certificate("rsa", BEGIN, END);
    private final ClientCertificate next = certificate("rsa-other", HANDOVER, LATER);

    @Test
    void jwt12_aCertificateCountsFromItsFirstInstantToItsLast() {
        assertRefused(BEGIN.minus(TICK), "rsa", old);
        assertRefused(BEGIN.minusSeconds(1), "rsa", old);
        assertGranted(BEGIN, "rsa", old);
        assertGranted(BEGIN.plusSeconds(1), "rsa", old);
        assertGranted(END.minusSeconds(1), "rsa", old);
        assertGranted(END, "rsa", old);
        assertRefused(END.plus(TICK), "rsa", old);
        assertRefused(END.plusSeconds(1), "rsa", old);
    }

    @Test
    void jwt12_wherePolicyAcceptsItTheKeyCountsOutsideOfThatToo() {
        for (Instant at :
                List.of(BEGIN.minus(Duration.ofDays(300)), BEGIN.minus(TICK), BEGIN, END, END.plus(TICK), LATER)) {
            assertThat(judge(at, "rsa", true, List.of(old))).as("at %s", at).isEqualTo(granted(old));
        }
    }

    @Test
    void jwt12_duringOverlapTheOldAndTheNewOneWorkAndEachIsNamed() {
        assertOld(HANDOVER.minus(TICK), true, false);
        assertOld(HANDOVER, true, true);
        assertOld(END, true, true);
        assertOld(END.plus(TICK), false, true);
        assertOld(LATER, false, true);
        assertOld(LATER.plus(TICK), false, false);
        // The order in which they were registered does not matter.
        assertThat(judge(HANDOVER, "rsa", false, List.of(next, old))).isEqualTo(granted(old));
        assertThat(judge(HANDOVER, "rsa-other", false, List.of(next, old))).isEqualTo(granted(next));
        assertThat(judge(END.plus(TICK), "rsa", true, List.of(old, next))).isEqualTo(granted(old));
    }

    @Test
    void jwt12_aBareKeyHasNoDates() {
        ClientCertificate bare =
                registered(Kind.PUBLIC_KEY, TestKeys.pair("rsa").getPublic().getEncoded(), Optional.empty());

        assertGranted(BEGIN.minus(Duration.ofDays(3000)), "rsa", bare);
        assertGranted(LATER.plus(Duration.ofDays(3000)), "rsa", bare);
    }

    @Test
    void jwt12_aReplacedKeyIsRefusedFromItsEndOn() {
        ClientCertificate bare =
                registered(Kind.PUBLIC_KEY, TestKeys.pair("rsa").getPublic().getEncoded(), Optional.empty());
        for (ClientCertificate key : List.of(old, bare)) {
            List<ClientCertificate> both = List.of(key.endingBy(HANDOVER), next);
            List<ClientCertificate> alone = List.of(key.endingBy(HANDOVER));

            assertThat(judge(HANDOVER.minus(TICK), "rsa", false, both)).isEqualTo(granted(key));
            for (boolean accept : List.of(false, true)) {
                assertThat(judge(HANDOVER, "rsa", accept, alone)).contains(Refusal.CERTIFICATE_NOT_VALID.name());
                assertThat(judge(LATER, "rsa", accept, alone)).contains(Refusal.CERTIFICATE_NOT_VALID.name());
                assertThat(judge(HANDOVER, "rsa", accept, both)).contains(Refusal.BAD_SIGNATURE.name());
            }
            assertThat(judge(HANDOVER, "rsa-other", false, both)).isEqualTo(granted(next));
        }
    }

    /** The keys that are cached are those of the client as it was: their ends need no new look. */
    @Test
    void jwt12_aReplacedKeyIsRefusedFromItsEndOnByACacheToo() {
        Client client = client(List.of(old.endingBy(HANDOVER)));
        List<Integer> resolved = new ArrayList<>();
        KeySource source = new KeySource() {
            private final RegisteredKeys registered = new RegisteredKeys(() -> now);

            @Override
            public boolean holds(Client asked) {
                return registered.holds(asked);
            }

            @Override
            public Resolved resolve(Client asked, Recency recency) {
                resolved.add(resolved.size());
                return registered.resolve(asked, recency);
            }
        };
        try (CachedClientKeys keys = new CachedClientKeys(List.of(source), Duration.ofDays(100), 10, () -> now)) {
            now = HANDOVER.minus(TICK);
            assertThat(judge("rsa", false, client, keys)).isEqualTo(granted(old));
            now = HANDOVER;
            assertThat(judge("rsa", false, client, keys)).contains(Refusal.CERTIFICATE_NOT_VALID.name());
            assertThat(resolved).hasSize(1);
        }
    }

    private void assertOld(Instant at, boolean oldWorks, boolean nextWorks) {
        List<ClientCertificate> both = List.of(old, next);
        assertThat(judge(at, "rsa", false, both).equals(granted(old)))
                .as("old at %s", at)
                .isEqualTo(oldWorks);
        assertThat(judge(at, "rsa-other", false, both).equals(granted(next)))
                .as("new at %s", at)
                .isEqualTo(nextWorks);
    }

    private void assertGranted(Instant at, String key, ClientCertificate certificate) {
        assertThat(judge(at, key, false, List.of(certificate))).as("at %s", at).isEqualTo(granted(certificate));
    }

    private void assertRefused(Instant at, String key, ClientCertificate certificate) {
        assertThat(judge(at, key, false, List.of(certificate)))
                .as("at %s", at)
                .isEqualTo(Optional.of(Refusal.CERTIFICATE_NOT_VALID.name()));
    }

    private static Optional<String> granted(ClientCertificate certificate) {
        return Optional.of(certificate.id());
    }

    /** The id of the certificate that is named, or the reason of the refusal. */
    private Optional<String> judge(Instant at, String key, boolean accept, List<ClientCertificate> certificates) {
        now = at;
        RegisteredKeys registered = new RegisteredKeys(() -> now);
        return judge(
                key,
                accept,
                client(certificates),
                (asked, kid) -> registered.resolve(asked, Recency.since(0)).keys());
    }

    private static Client client(List<ClientCertificate> certificates) {
        return new Client(new ClientId("billing"), ClientProfile.confidential(), List.of(), 1, BEGIN, BEGIN)
                .withCertificates(certificates);
    }

    private Optional<String> judge(String key, boolean accept, Client client, ClientKeys keys) {
        AuthenticatorContext context = new AuthenticatorContext(
                () -> now,
                NoKeys.NONE,
                asked -> List.of(),
                keys,
                rules(accept),
                (id, jti, issuedAt, until) -> true,
                algorithm -> Optional.empty());
        Outcome outcome = new SignedAssertionAuthenticator(context).authenticate(signed(key), client);
        if (outcome instanceof Outcome.Refused refused) {
            return Optional.of(refused.refusal().name());
        }
        Outcome.Granted granted = (Outcome.Granted) outcome;
        assertThat(granted.method()).isEqualTo(AuthMethod.PRIVATE_KEY_JWT);
        return granted.credentialId();
    }

    private static AssertionRules rules(boolean accept) {
        AssertionRules usual = Contexts.RULES;
        return new AssertionRules(
                usual.issuer(), usual.audience(), usual.clockSkew(), usual.longestLife(), usual.algorithms(), accept);
    }

    private SignedAssertion signed(String key) {
        String claims = "{\"iss\":\"billing\",\"sub\":\"billing\",\"aud\":\"" + Contexts.RULES.issuer() + "\",\"exp\":"
                + now.plusSeconds(60).getEpochSecond() + ",\"jti\":\"id-1\"}";
        String text = AssertionMaker.compact("{\"alg\":\"RS256\"}", claims, "RS256", key);
        return (SignedAssertion) ((Reading.Found) AssertionReader.read(text)).credential();
    }

    private static ClientCertificate certificate(String key, Instant notBefore, Instant notAfter) {
        return registered(Kind.CERTIFICATE, TestCertificates.der(key, notBefore, notAfter), Optional.of(notAfter));
    }

    private static ClientCertificate registered(Kind kind, byte[] der, Optional<Instant> notAfter) {
        String encoded = Base64.getEncoder().encodeToString(der);
        return new ClientCertificate(
                UUID.randomUUID().toString(), "kid", "", kind, encoded, BEGIN, notAfter, Optional.empty());
    }
}
