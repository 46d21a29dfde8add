package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.SecretHash;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.manage.SecretIssuer.UnacceptableSecretException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretCipherTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final Instant NOW = Instant.EPOCH;

    private final KeyRing ring = KeyRing.parse("k1 " + KeyRingTest.ONE);
    private final SecretCipher cipher = new SecretCipher(ring);

    @Test
    void sec7_whatIsEncryptedCanBeReadAgainByItsClientOnly() {
        SecretHash kept = cipher.encrypt(BILLING, "s1", secret("a secret"));

        assertThat(text(cipher.decrypt(kept, BILLING, "s1"))).isEqualTo("a secret");
        assertThat(kept.text()).startsWith("aes-256-gcm$k1$").doesNotContain("a secret");
    }

    @Test
    void sec8_aCiphertextCopiedElsewhereIsNoSecretThere() {
        SecretHash kept = cipher.encrypt(BILLING, "s1", secret("a secret"));

        assertUnreadable(kept, new ClientId("thief"), "s1");
        assertUnreadable(kept, BILLING, "s2");
        // The same bytes, cut in another place.
        assertUnreadable(kept, new ClientId("billings"), "1");
    }

    @Test
    void sec8_whatWasChangedIsRefused() {
        String kept = cipher.encrypt(BILLING, "s1", secret("a secret")).text();
        for (String changed : List.of(
                kept.substring(0, kept.length() - 2) + "AA",
                kept.substring(0, kept.length() - 8),
                "aes-256-gcm$k1$",
                "aes-256-gcm$k1$!!!!",
                kept.replace("$k1$", "$k2$"),
                kept.replace("aes-256-gcm", "hmac-sha256"),
                "")) {
            assertUnreadable(new SecretHash(changed), BILLING, "s1");
        }
        assertThatThrownBy(() -> new SecretCipher(KeyRing.parse("k1 " + KeyRingTest.TWO))
                        .decrypt(new SecretHash(kept), BILLING, "s1"))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void sec8_noNonceIsUsedTwice() {
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            // Nonce first: 16 characters of Base64.
            kept.add(
                    cipher.encrypt(BILLING, "s1", secret("a secret")).text().substring("aes-256-gcm$k1$".length(), 31));
        }

        assertThat(kept).hasSize(1000);
    }

    @Test
    void jwt11_aSecretThatIsAKeyIsLongEnoughForEveryAlgorithmAndReadable() {
        RandomSecretIssuer issuer = new RandomSecretIssuer(ring, () -> NOW);
        IssuedSecret issued = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_JWT, Optional.empty(), "", Optional.empty(), Optional.empty());
        IssuedSecret ended = issuer.issue(
                BILLING, AuthMethod.CLIENT_SECRET_JWT, Optional.empty(), "", Optional.empty(), Optional.of(NOW));
        Client client = new Client(
                BILLING, ClientProfile.confidential(), List.of(issued.registered(), ended.registered()), 1, NOW, NOW);

        assertThat(issued.value().bytes()).hasSizeGreaterThanOrEqualTo(64);
        assertThat(new DecryptedSecrets(ring, () -> NOW).live(client))
                .singleElement()
                .satisfies(readable -> assertThat(text(readable.value())).isEqualTo(text(issued.value())));
        assertThatThrownBy(() -> issuer.issue(
                        BILLING,
                        AuthMethod.CLIENT_SECRET_JWT,
                        Optional.empty(),
                        "",
                        Optional.of("x".repeat(63)),
                        Optional.empty()))
                .isInstanceOf(UnacceptableSecretException.class)
                .hasMessageContaining("64");
    }

    private void assertUnreadable(SecretHash kept, ClientId client, String id) {
        assertThatThrownBy(() -> cipher.decrypt(kept, client, id)).isInstanceOf(UnavailableException.class);
    }

    private static Secret secret(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Secret secret) {
        return new String(secret.bytes(), StandardCharsets.UTF_8);
    }
}
