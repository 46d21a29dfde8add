package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Scopes;
import dev.countersign.client.SecretHash;
import dev.countersign.client.TokenRules;
import dev.countersign.x509.FastSignatures;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimates against what the heap says. */
class HeapWeightTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SignatureProviders FAST = new FastSignatures();

    @Test
    void ofAPlainClient() {
        assertEstimate(3000, i -> client(i, "", "", List.of(), List.of()), HeapWeight::of);
    }

    @Test
    void ofAClientWithAnInlineKeySet() {
        assertEstimate(200, i -> client(i, "", "x".repeat(65_536), List.of(), List.of()), HeapWeight::of);
    }

    @Test
    void ofAClientWithATextThatIsNotLatin() {
        assertEstimate(1000, i -> client(i, "\u20ac".repeat(2000), "", List.of(), List.of()), HeapWeight::of);
    }

    @Test
    void ofAClientWithManySecretsAndCertificates() {
        assertEstimate(
                200,
                i -> client(
                        i,
                        "",
                        "",
                        IntStream.range(0, Client.MAX_SECRETS)
                                .mapToObj(n -> new ClientSecret(
                                        "s-" + i + '-' + n,
                                        "a label of some length " + n,
                                        new SecretHash("hmac-sha256$1$" + "x".repeat(43) + i),
                                        NOON.plusNanos(n),
                                        Optional.of(NOON.plusSeconds(n)),
                                        Optional.of(NOON.plusSeconds(i))))
                                .toList(),
                        IntStream.range(0, Client.MAX_CERTIFICATES)
                                .mapToObj(n -> new ClientCertificate(
                                        "c-" + i + '-' + n,
                                        "kid of " + n,
                                        "alias " + n,
                                        ClientCertificate.Kind.CERTIFICATE,
                                        "M".repeat(1500) + i,
                                        NOON.plusNanos(n),
                                        Optional.of(NOON.plusSeconds(n)),
                                        Optional.of(NOON.plusSeconds(i))))
                                .toList()),
                HeapWeight::of);
    }

    @Test
    void ofAClientWithRulesForTokens() {
        assertEstimate(
                3000,
                i -> {
                    Client plain = client(i, "", "", List.of(), List.of());
                    return plain.with(plain.profile()
                            .with(new TokenRules(
                                    List.of("client_credentials-" + i, "urn:example:another-grant:" + i),
                                    Optional.of(Duration.ofSeconds(60 + i)),
                                    true,
                                    false,
                                    Optional.of(NOON.plusSeconds(i)))));
                },
                HeapWeight::of);
    }

    @Test
    void ofRulesForTokensTheTextsCount() {
        Client plain = client(1, "", "", List.of(), List.of());
        Client other = plain.with(plain.profile()
                .with(new TokenRules(List.of("x".repeat(1000)), Optional.empty(), false, false, Optional.empty())));

        assertThat(HeapWeight.of(other)).isBetween(HeapWeight.of(plain) + 1000, HeapWeight.of(plain) + 2000);
    }

    /** As they are after the first signature that was verified with each. */
    @ParameterizedTest
    @CsvSource({
        "RSA,2048,RS256,SHA256withRSA",
        "RSA,4096,RS256,SHA256withRSA",
        "EC,256,ES256,SHA256withECDSA",
        "EC,521,ES512,SHA512withECDSA",
        "Ed25519,255,EdDSA,Ed25519"
    })
    void ofKeysThatWereUsed(String type, int size, String algorithm, String signature) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        generator.initialize(size);
        List<KeyPair> pairs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pairs.add(generator.generateKeyPair());
        }
        assertEstimate(
                500,
                i -> {
                    KeyPair pair = pairs.get(i % pairs.size());
                    PublicKey key = used(pair, algorithm, signature, i);
                    VerificationKey verification = new VerificationKey(
                            Optional.of("key-" + i),
                            Optional.empty(),
                            key,
                            Optional.of(algorithm),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
                    return new Resolved(
                            List.of(verification), NOON.plusNanos(i), NOON.plusSeconds(i), Optional.empty());
                },
                HeapWeight::of);
    }

    /** Another object each time, of another modulus where that is a number of its own. */
    private static PublicKey used(KeyPair pair, String algorithm, String signature, int number) {
        try {
            PublicKey key;
            if (pair.getPublic() instanceof RSAPublicKey rsa) {
                key = KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(
                                rsa.getModulus().add(BigInteger.valueOf(2L * number)),
                                new BigInteger(rsa.getPublicExponent().toByteArray())));
            } else {
                String family = pair.getPublic().getAlgorithm().equals("EC") ? "EC" : "Ed25519";
                key = KeyFactory.getInstance(family, FAST.of(algorithm).orElseThrow())
                        .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
                Signature signing = Signature.getInstance(signature);
                signing.initSign(pair.getPrivate());
                signing.update("a".getBytes(StandardCharsets.US_ASCII));
                Signature verifying =
                        Signature.getInstance(signature, FAST.of(algorithm).orElseThrow());
                verifying.initVerify(key);
                verifying.update("a".getBytes(StandardCharsets.US_ASCII));
                assertThat(verifying.verify(signing.sign())).isTrue();
            }
            key.getEncoded();
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Client client(
            int number,
            String description,
            String keySet,
            List<ClientSecret> secrets,
            List<ClientCertificate> certificates) {
        ClientProfile profile = new ClientProfile(
                "Client number " + number,
                description,
                AccessType.CONFIDENTIAL,
                true,
                new AuthMethod("private_key_jwt"),
                Scopes.parse("read:" + number + " write:" + number),
                List.of("https://api.example/" + number),
                false,
                keySet.isEmpty() ? Map.of() : Map.of("jwks", keySet + number));
        return new Client(
                new ClientId("client-" + number),
                profile,
                secrets,
                certificates,
                number,
                NOON.plusSeconds(number),
                NOON.plusSeconds(2L * number));
    }

    /** Never much too little, and not more than twice as much. */
    private static <T> void assertEstimate(int count, IntFunction<T> maker, ToLongFunction<T> weigher) {
        List<T> kept = new ArrayList<>(count + 1);
        // The first one brings along what all of them share.
        kept.add(maker.apply(count));
        long before = used();
        for (int i = 0; i < count; i++) {
            kept.add(maker.apply(i));
        }
        long measured = (used() - before) / count;
        long estimated = kept.stream().mapToLong(weigher).sum() / (count + 1);

        assertThat(estimated)
                .as("estimated, where %d were measured", measured)
                .isBetween(measured * 9 / 10, measured * 2 + 1024);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
