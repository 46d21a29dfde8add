package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegisteredKeysTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final RegisteredKeys keys = new RegisteredKeys(() -> NOW);
    private final Registration registration = new Registration(() -> NOW);

    @Test
    void jwt12_eachCertificateIsAKey() throws Exception {
        KeyPair rsa = TestKeys.rsa(2048);
        byte[] certificate = TestKeys.certificate(rsa).getEncoded();
        ClientCertificate first = registration.of(new FoundKey(ParsedKey.certificate(certificate)), "");
        ClientCertificate second = registration.of(
                new FoundKey(ParsedKey.publicKey(TestKeys.ed25519().getPublic().getEncoded())), "");

        Resolved resolved = keys.resolve(client(first, second), Recency.since(0));

        assertThat(resolved.error()).isEqualTo(Optional.empty());
        assertThat(resolved.at()).isEqualTo(NOW);
        assertThat(resolved.freshUntil()).isAfter(NOW);
        assertThat(resolved.keys())
                .extracting(VerificationKey::credentialId)
                .containsExactly(Optional.of(first.id()), Optional.of(second.id()));
        VerificationKey ofCertificate = resolved.keys().get(0);
        assertThat(ofCertificate.ofKeySet()).isFalse();
        assertThat(ofCertificate.kid()).contains(first.kid());
        assertThat(ofCertificate.key().getEncoded()).isEqualTo(rsa.getPublic().getEncoded());
        assertThat(ofCertificate.thumbprint())
                .contains(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate)));
        assertThat(ofCertificate.notBefore()).contains(TestKeys.NOT_BEFORE);
        assertThat(ofCertificate.notAfter()).contains(TestKeys.NOT_AFTER);
        VerificationKey bare = resolved.keys().get(1);
        assertThat(bare.thumbprint()).isEqualTo(Optional.empty());
        assertThat(bare.notBefore()).isEqualTo(Optional.empty());
        assertThat(bare.notAfter()).isEqualTo(Optional.empty());
        assertThat(bare.expiresAt()).isEqualTo(Optional.empty());
        assertThat(bare.algorithm()).isEqualTo(Optional.empty());
    }

    @Test
    void theEndOfAReplacedKeyStandsBesideTheDatesOfItsCertificate() throws Exception {
        byte[] certificate = TestKeys.certificate(TestKeys.rsa(2048)).getEncoded();
        ClientCertificate replaced = registration
                .of(new FoundKey(ParsedKey.certificate(certificate)), "")
                .endingBy(NOW);

        VerificationKey key =
                keys.resolve(client(replaced), Recency.since(0)).keys().get(0);

        assertThat(replaced.notAfter()).contains(NOW);
        assertThat(key.notAfter()).contains(TestKeys.NOT_AFTER);
        assertThat(key.expiresAt()).contains(NOW);
    }

    @Test
    void jwt8_oneThatCannotBeUsedIsNamedAndTheOthersAreUsed() throws Exception {
        ClientCertificate good = registration.of(
                new FoundKey(ParsedKey.publicKey(TestKeys.ed25519().getPublic().getEncoded())), "");

        for (String der : List.of(
                "!",
                "",
                "AAAA",
                Base64.getEncoder()
                        .encodeToString(TestKeys.rsa(1024).getPublic().getEncoded()))) {
            Resolved resolved = keys.resolve(client(stored("bad", der), good), Recency.since(0));

            assertThat(resolved.keys())
                    .extracting(VerificationKey::credentialId)
                    .containsExactly(Optional.of(good.id()));
            assertThat(resolved.error())
                    .hasValueSatisfying(error -> assertThat(error).startsWith("certificate bad: "));
        }
    }

    @Test
    void aClientWithoutCertificatesHasItsKeysElsewhere() throws Exception {
        assertThat(keys.holds(client())).isFalse();
        assertThat(keys.holds(client(stored("c1", "")))).isTrue();
        assertThat(keys.resolve(client(), Recency.since(0)).keys()).isEmpty();
    }

    private static ClientCertificate stored(String id, String der) {
        return new ClientCertificate(id, "k", "", Kind.PUBLIC_KEY, der, NOW, Optional.empty(), Optional.empty());
    }

    private static Client client(ClientCertificate... certificates) {
        return new Client(new ClientId("billing"), ClientProfile.confidential(), List.of(), 1, NOW, NOW)
                .withCertificates(List.of(certificates));
    }
}
