package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredSecretProofTest {

    private static final ClientId BILLING = new ClientId("billing");

    private final KeyRing ring = KeyRing.parse("k1 " + KeyRingTest.ONE);
    private final StoredSecretProof proof = new StoredSecretProof(ring);
    private final RandomSecretIssuer issuer = new RandomSecretIssuer(ring, () -> Instant.EPOCH);

    private IssuedSecret issued(AuthMethod method) {
        return issuer.issue(BILLING, method, Optional.empty(), "", Optional.empty(), Optional.of(Instant.EPOCH));
    }

    private static Secret copy(Secret secret) {
        return new Secret(secret.bytes().clone());
    }

    @Test
    void sec8_aSecretIsProvedByWhatIsStoredOfItEndedOrNot() {
        for (AuthMethod method : List.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_JWT)) {
            IssuedSecret one = issued(method);
            IssuedSecret other = issued(method);

            assertThat(proof.is(BILLING, one.registered(), copy(one.value()))).isTrue();
            assertThat(proof.is(BILLING, one.registered(), copy(other.value()))).isFalse();
        }
    }

    @Test
    void sec8_whatWasCopiedToAnotherClientProvesNothing() {
        ClientId thief = new ClientId("thief");
        IssuedSecret hashed = issued(AuthMethod.CLIENT_SECRET_BASIC);
        IssuedSecret encrypted = issued(AuthMethod.CLIENT_SECRET_JWT);

        assertThat(proof.is(thief, hashed.registered(), copy(hashed.value()))).isFalse();
        assertThatThrownBy(() -> proof.is(thief, encrypted.registered(), copy(encrypted.value())))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void gen11_whatCannotBeReadHereIsNoAnswer() {
        ClientSecret registered = issued(AuthMethod.CLIENT_SECRET_BASIC).registered();
        ClientSecret unreadable = new ClientSecret(
                registered.id(), "", new SecretHash("argon2$k1$x"), Instant.EPOCH, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> proof.is(BILLING, unreadable, new Secret(new byte[1])))
                .isInstanceOf(UnavailableException.class);
    }
}
