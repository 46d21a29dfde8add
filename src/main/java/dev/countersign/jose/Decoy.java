package dev.countersign.jose;

import dev.countersign.auth.ReadableSecrets.ReadableSecret;
import dev.countersign.auth.Secret;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client that nobody is, with a key of every type, so that one verification is made for each assertion that is refused because of its key, or because there is no such client.
 * Nobody has ever known the private halves. Thread-safe.
 */
final class Decoy {

    private static final int SECRET_LENGTH = 64;

    private final Client client;
    private final SignatureCheck check;
    private final Map<JwsAlgorithm, VerificationKey> keys = new EnumMap<>(JwsAlgorithm.class);
    private final byte[] secret = new byte[SECRET_LENGTH];

    Decoy(SignatureProviders providers, Instant now) {
        this.client = client(now);
        this.check = new SignatureCheck(providers);
        SecureRandom random = new SecureRandom();
        random.nextBytes(secret);
        KeyTranslation translation = new KeyTranslation(providers);
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            if (algorithm.family() != JwsAlgorithm.Family.HMAC) {
                PublicKey key = translation.translate(key(algorithm, random), algorithm);
                keys.put(algorithm, bare(key));
            }
        }
    }

    Client client() {
        return client;
    }

    /** Whether it is this very object: there may be a real client that looks like it. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(Client other) {
        return other == client;
    }

    /** The one candidate for an assertion of that algorithm. It verifies nothing. */
    Candidates candidates(JwsAlgorithm algorithm) {
        VerificationKey key = keys.get(algorithm);
        Candidate candidate = key == null
                ? new SecretCandidate(algorithm, new ReadableSecret("", new Secret(secret.clone())))
                : new KeyCandidate(check, algorithm, key);
        return Candidates.of(List.of(candidate), () -> "nothing");
    }

    private static PublicKey key(JwsAlgorithm algorithm, SecureRandom random) {
        try {
            return switch (algorithm.family()) {
                case HMAC -> throw new IllegalArgumentException("a secret is no public key");
                // Any odd number costs as much to verify with as the product of two primes.
                case RSA, RSA_PSS ->
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(
                                    new BigInteger(KeyForm.SHORTEST_RSA_BITS, random)
                                            .setBit(KeyForm.SHORTEST_RSA_BITS - 1)
                                            .setBit(0),
                                    BigInteger.valueOf(65_537)));
                case ECDSA -> {
                    NamedCurve curve = NamedCurve.of(algorithm).orElseThrow();
                    yield KeyFactory.getInstance("EC")
                            .generatePublic(new ECPublicKeySpec(curve.randomPoint(random), curve.parameters()));
                }
                case EDDSA ->
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new EdECPublicKeySpec(
                                    NamedParameterSpec.ED25519, new EdECPoint(false, Edwards25519.randomY(random))));
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has keys for " + algorithm, e);
        }
    }

    private static VerificationKey bare(PublicKey key) {
        return new VerificationKey(
                Optional.empty(),
                Optional.empty(),
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Client client(Instant now) {
        ClientProfile profile = ClientProfile.confidential(AuthMethod.PRIVATE_KEY_JWT, Map.of());
        return new Client(new ClientId("nobody"), profile, List.of(), 1, now, now);
    }
}
