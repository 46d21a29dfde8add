package dev.countersign.bench;

import dev.countersign.auth.KeySource;
import dev.countersign.auth.Recency;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.x509.FastSignatures;
import dev.countersign.x509.RegisteredKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to verify a signature, by whose provider and with whose key. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SignatureBenchmark {

    /** A JWS signing input of usual length. */
    private static final byte[] SIGNED = new byte[400];

    /** Of the Java platform. */
    public enum Algorithm {
        RS256("RSA", "", "SHA256withRSA"),
        ES256("EC", "secp256r1", "SHA256withECDSAinP1363Format"),
        ES384("EC", "secp384r1", "SHA384withECDSAinP1363Format"),
        ES512("EC", "secp521r1", "SHA512withECDSAinP1363Format"),
        Ed25519("Ed25519", "", "Ed25519");

        private final String keys;
        private final String curve;
        private final String signature;

        Algorithm(String keys, String curve, String signature) {
            this.keys = keys;
            this.curve = curve;
            this.signature = signature;
        }

        KeyPair pair() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keys);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        }
    }

    @Param
    private Algorithm algorithm = Algorithm.RS256;

    private final Provider fast = new FastSignatures().of("ES256").orElseThrow();
    private Optional<Signed> signed = Optional.empty();

    @Setup(Level.Trial)
    public void sign() throws GeneralSecurityException {
        KeyPair pair = algorithm.pair();
        Signature signer = Signature.getInstance(algorithm.signature);
        signer.initSign(pair.getPrivate());
        signer.update(SIGNED);
        signed = Optional.of(new Signed(pair.getPublic(), registered(pair.getPublic()), signer.sign()));
    }

    @Benchmark
    public boolean platform() throws GeneralSecurityException {
        return verified(Signature.getInstance(algorithm.signature), signed.orElseThrow().platformKey);
    }

    /** What a registered key gets. */
    @Benchmark
    public boolean bouncyCastle() throws GeneralSecurityException {
        return verified(Signature.getInstance(algorithm.signature, fast), signed.orElseThrow().registeredKey);
    }

    /** With a key that has to be converted each time. */
    @Benchmark
    public boolean bouncyCastleWithPlatformKey() throws GeneralSecurityException {
        return verified(Signature.getInstance(algorithm.signature, fast), signed.orElseThrow().platformKey);
    }

    private boolean verified(Signature verifier, PublicKey key) throws GeneralSecurityException {
        verifier.initVerify(key);
        verifier.update(SIGNED);
        if (!verifier.verify(signed.orElseThrow().signature)) {
            throw new IllegalStateException("a good signature was refused");
        }
        return true;
    }

    private static PublicKey registered(PublicKey key) {
        InstantSource clock = InstantSource.system();
        Client client = new Client(
                        new ClientId("c"), ClientProfile.confidential(), List.of(), 1, Instant.EPOCH, Instant.EPOCH)
                .withCertificates(List.of(new ClientCertificate(
                        "c",
                        "k",
                        "",
                        ClientCertificate.Kind.PUBLIC_KEY,
                        Base64.getEncoder().encodeToString(key.getEncoded()),
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty())));
        KeySource.Resolved resolved = new RegisteredKeys(clock).resolve(client, Recency.since(0));
        return resolved.keys().get(0).key();
    }

    private static final class Signed {

        private final PublicKey platformKey;
        private final PublicKey registeredKey;
        private final byte[] signature;

        Signed(PublicKey platformKey, PublicKey registeredKey, byte[] signature) {
            this.platformKey = platformKey;
            this.registeredKey = registeredKey;
            this.signature = signature;
        }
    }
}
