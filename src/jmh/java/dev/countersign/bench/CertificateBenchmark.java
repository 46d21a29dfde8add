package dev.countersign.bench;

import dev.countersign.auth.CertificateChain;
import dev.countersign.mtls.TrustedPaths;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to judge a client's certificate below an intermediate CA, the first time and again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CertificateBenchmark {

    private static final int CHAINS = 500;

    @Param({"RSA", "EC"})
    private String algorithm = "EC";

    private final List<X509Certificate[]> certificates = new ArrayList<>();
    private final List<CertificateChain> chains = new ArrayList<>();
    private Optional<Path> authorities = Optional.empty();
    private Optional<TrustedPaths> paths = Optional.empty();
    private Optional<TrustedPaths> remembering = Optional.empty();

    @Setup(Level.Trial)
    public void issue() throws Exception {
        KeyPair root = pair();
        KeyPair intermediate = pair();
        KeyPair client = pair();
        X509Certificate anchor = certificate("CN=root", root, "CN=root", root, 1, true);
        X509Certificate issuing = certificate("CN=issuing", intermediate, "CN=root", root, 2, true);
        Path file = Files.createTempFile("authorities", ".pem");
        Files.writeString(
                file,
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(anchor.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        authorities = Optional.of(file);
        for (int i = 0; i < CHAINS; i++) {
            X509Certificate leaf = certificate("CN=client" + i, client, "CN=issuing", intermediate, 3 + i, false);
            certificates.add(new X509Certificate[] {leaf, issuing});
            chains.add(CertificateChain.of(certificates.get(i)));
        }
        forget();
        remembering = paths;
    }

    @Setup(Level.Invocation)
    public void forget() {
        paths = Optional.of(TrustedPaths.read(authorities.orElseThrow(), Optional.empty(), InstantSource.system()));
    }

    @TearDown(Level.Trial)
    public void delete() throws Exception {
        Files.delete(authorities.orElseThrow());
    }

    /** Certificates that were not seen before. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int first() {
        return judged();
    }

    /** One certificate again and again, as the container gives it. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int remembered() throws Exception {
        TrustedPaths known = remembering.orElseThrow();
        int trusted = 0;
        for (int i = 0; i < CHAINS; i++) {
            CertificateChain chain = CertificateChain.of(certificates.get(0));
            trusted += known.judge(chain, Optional.empty()).refusal().isEmpty() ? 1 : 0;
        }
        return require(trusted);
    }

    private int judged() {
        TrustedPaths fresh = paths.orElseThrow();
        int trusted = 0;
        for (CertificateChain chain : chains) {
            trusted += fresh.judge(chain, Optional.empty()).refusal().isEmpty() ? 1 : 0;
        }
        return require(trusted);
    }

    private static int require(int trusted) {
        if (trusted != CHAINS) {
            throw new IllegalStateException("a good certificate was refused");
        }
        return trusted;
    }

    private KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        return generator.generateKeyPair();
    }

    private X509Certificate certificate(
            String subject, KeyPair subjectKeys, String issuer, KeyPair issuerKeys, int serial, boolean authority)
            throws Exception {
        Instant now = InstantSource.system().instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(serial),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Name(subject),
                subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        String signature = algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(issuerKeys.getPrivate())));
    }
}
