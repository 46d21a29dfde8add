package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastSignaturesTest {

    private static final byte[] SIGNED = {1, 2, 3};

    private final FastSignatures signatures = new FastSignatures();

    @ParameterizedTest
    @CsvSource({
        "ES256, secp256r1, SHA256withECDSAinP1363Format",
        "ES384, secp384r1, SHA384withECDSAinP1363Format",
        "ES512, secp521r1, SHA512withECDSAinP1363Format",
        "EdDSA, , Ed25519",
        "Ed25519, , Ed25519"
    })
    void jwt7_keysOfEitherProviderWorkWithEither(String algorithm, String curve, String name) throws Exception {
        KeyPair pair = curve == null ? TestKeys.ed25519() : TestKeys.ec(curve);
        Signature signer = Signature.getInstance(name);
        signer.initSign(pair.getPrivate());
        signer.update(SIGNED);
        byte[] signature = signer.sign();
        PublicKey read = PublicKeys.read(pair.getPublic().getEncoded());
        Provider fast = signatures.of(algorithm).orElseThrow();

        for (PublicKey key : List.of(pair.getPublic(), read)) {
            for (Signature verifier : List.of(Signature.getInstance(name, fast), Signature.getInstance(name))) {
                assertThat(verified(verifier, key, signature)).isTrue();
                byte[] other = signature.clone();
                other[5] ^= 1;
                assertThat(verified(verifier, key, other)).isFalse();
            }
        }
    }

    @Test
    void jwt7_thePlatformDoesTheRest() {
        for (String algorithm : List.of("RS256", "PS512", "HS256", "none", "es256", "ES256K", "Ed448")) {
            assertThat(signatures.of(algorithm)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void nothingIsRegisteredWithThePlatform() {
        assertThat(signatures.of("ES256")).isPresent();

        assertThat(Security.getProvider(BouncyCastleProvider.PROVIDER_NAME)).isNull();
    }

    private static boolean verified(Signature verifier, PublicKey key, byte[] signature) throws Exception {
        verifier.initVerify(key);
        verifier.update(SIGNED);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // The platform's way to say that Ed25519 cannot make sense of it.
            return false;
        }
    }
}
