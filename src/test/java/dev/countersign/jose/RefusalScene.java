package dev.countersign.jose;

import dev.countersign.auth.Admission;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.ReadableSecrets;
import dev.countersign.auth.Reading;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.Secret;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** An authenticator whose keys and secrets a test sets, with a count of what it computes. Not thread-safe. */
final class RefusalScene {

    static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private static final Random RANDOM = new Random(10);

    final CountedVerifications counted = new CountedVerifications();
    final List<VerificationKey> keys = new ArrayList<>();
    final List<String> secretTexts = new ArrayList<>();
    int secretsRead;
    boolean used;

    private final ReadableSecrets secrets = new ReadableSecrets() {
        @Override
        public List<ReadableSecret> live(Client client) {
            secretsRead += secretTexts.size();
            return secretTexts.stream()
                    .map(text -> new ReadableSecret("s", new Secret(text.getBytes(StandardCharsets.US_ASCII))))
                    .toList();
        }

        @Override
        public void spend(int count) {
            secretsRead += count;
        }
    };

    private final ReplayGuard guard = (client, jti, issuedAt, until) -> !used;
    private final SignedAssertionAuthenticator authenticator =
            new SignedAssertionAuthenticator(new AuthenticatorContext(
                    InstantSource.fixed(NOW),
                    NoKeys.NONE,
                    secrets,
                    (client, kid) -> keys,
                    Contexts.RULES,
                    guard,
                    counted));

    Outcome judge(Optional<Client> found, String assertion) {
        return new Gatekeeper(id -> found, List.of(authenticator))
                .judge(
                        (SignedAssertion) ((Reading.Found) AssertionReader.read(assertion)).credential(),
                        Admission.ANY,
                        InetAddress.getLoopbackAddress());
    }

    static byte[] signature(int length) {
        byte[] signature = new byte[length];
        RANDOM.nextBytes(signature);
        if (length > 0) {
            signature[0] = 0x2A;
        }
        return signature;
    }

    static String assertion(String algorithm, String header, byte[] signature) {
        return TestKeys.base64Url("{\"alg\":\"" + algorithm + "\"" + header + "}") + "."
                + TestKeys.base64Url(claims(Contexts.RULES.issuer().toString(), 60)) + "."
                + TestKeys.base64Url(signature);
    }

    static String claims(String audience, int seconds) {
        return "{\"iss\":\"billing\",\"sub\":\"billing\",\"aud\":\"" + audience + "\",\"exp\":"
                + (NOW.getEpochSecond() + seconds) + ",\"jti\":\"id-1\"}";
    }

    static PublicKey publicKey(String type, int number) {
        return Character.isDigit(type.charAt(0))
                ? rsa(new BigInteger(Integer.parseInt(type), new Random(number))
                        .setBit(Integer.parseInt(type) - 1)
                        .setBit(0))
                : TestKeys.pair(type + "-" + number).getPublic();
    }

    static PublicKey rsa(BigInteger modulus) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static VerificationKey key(String kid, PublicKey key) {
        return new VerificationKey(
                Optional.of(kid),
                Optional.empty(),
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Client client(AuthMethod method) {
        return client(method, AccessType.CONFIDENTIAL, true, Map.of());
    }

    static Client client(AuthMethod method, AccessType type, boolean enabled, Map<String, String> properties) {
        ClientProfile profile =
                new ClientProfile("", "", type, enabled, method, Scopes.NONE, List.of(), false, properties);
        return new Client(new ClientId("billing"), profile, List.of(), 1, NOW, NOW);
    }
}
