package dev.countersign.bench;

import dev.countersign.auth.Admission;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.it.AssertionSigner;
import dev.countersign.jose.InlineKeySet;
import dev.countersign.jose.SignedAssertionProvider;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the form's parameters to the client that was let in, key and client being in memory, against nothing but the
 * verification of the same signature: at most 20 microseconds and 20 KB on top are the budget. The replay guard always
 * says that the assertion is new.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AssertionBenchmark {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final SignatureProviders PROVIDERS =
            algorithm -> algorithm.startsWith("E") ? Optional.of(BOUNCY_CASTLE) : Optional.empty();

    @Param({"RS256", "PS256", "ES256", "EdDSA"})
    private String algorithm = "RS256";

    private Optional<Bench> bench = Optional.empty();
    private byte[] input = {};
    private byte[] signature = {};

    /** What is made anew for each algorithm. */
    private record Bench(Gatekeeper gatekeeper, CredentialReader reader, PresentedRequest request, PublicKey key) {}

    @Setup
    public void prepare() throws GeneralSecurityException, JoseException {
        InstantSource clock = InstantSource.system();
        PublicJsonWebKey pair = AssertionSigner.key(algorithm, "k1");
        String assertion = new AssertionSigner(Contexts.RULES.issuer().toString()).signed("billing", pair);
        String[] parts = assertion.split("\\.", -1);
        input = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
        signature = Base64.getUrlDecoder().decode(parts[2]);

        Client client = client(AssertionSigner.keySet(pair));
        ClientKeys keys =
                new CachedClientKeys(List.of(new InlineKeySet(PROVIDERS, clock)), Duration.ofHours(1), 10, clock);
        AuthenticatorContext context = new AuthenticatorContext(
                clock,
                NoKeys.NONE,
                asked -> List.of(),
                keys,
                Contexts.RULES,
                (asked, jti, issuedAt, until) -> true,
                PROVIDERS);
        SignedAssertionProvider provider = new SignedAssertionProvider();
        bench = Optional.of(new Bench(
                new Gatekeeper(id -> Optional.of(client), List.of(provider.authenticator(context))),
                provider.readers(context).get(0),
                new Form(Map.of(
                        "client_assertion",
                        assertion,
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")),
                keys.find(client, Optional.of("k1")).get(0).key()));
        if (!(assertion() instanceof Outcome.Granted) || !signatureAlone()) {
            throw new IllegalStateException("what is to be measured does not work");
        }
    }

    @Benchmark
    public Outcome assertion() {
        Bench prepared = bench.orElseThrow();
        Reading.Found found = (Reading.Found) prepared.reader.read(prepared.request);
        return prepared.gatekeeper.judge(found.credential(), Admission.ANY, InetAddress.getLoopbackAddress());
    }

    @Benchmark
    public boolean signatureAlone() throws GeneralSecurityException {
        Bench prepared = bench.orElseThrow();
        Signature verifier = signature(PROVIDERS.of(algorithm));
        verifier.initVerify(prepared.key);
        verifier.update(input);
        return verifier.verify(signature);
    }

    private Signature signature(Optional<Provider> provider) throws GeneralSecurityException {
        String name = switch (algorithm) {
            case "RS256" -> "SHA256withRSA";
            case "PS256" -> "RSASSA-PSS";
            case "ES256" -> provider.isPresent() ? "SHA256withPLAIN-ECDSA" : "SHA256withECDSAinP1363Format";
            default -> "Ed25519";
        };
        Signature signature =
                provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
        if (algorithm.equals("PS256")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        return signature;
    }

    private static Client client(String keySet) {
        ClientProfile profile = ClientProfile.confidential(AuthMethod.PRIVATE_KEY_JWT, Map.of("jwks", keySet));
        return new Client(new ClientId("billing"), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }

    /** A form body. */
    private record Form(Map<String, String> parameters) implements PresentedRequest {

        @Override
        public List<String> headers(String name) {
            return List.of();
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(parameters.get(name));
        }
    }
}
