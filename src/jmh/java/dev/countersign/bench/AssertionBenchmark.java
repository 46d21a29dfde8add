package dev.countersign.bench;

import dev.countersign.auth.Admission;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import dev.countersign.jose.InlineKeySet;
import dev.countersign.jose.SignedAssertionProvider;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
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
 * From the form's parameters to the client that was let in, key and client being in memory, against nothing but the verification of the same signature: at most 20 microseconds and 20 KB on
 * top are the budget. The replay guard always says that the assertion is new.
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
    public void prepare() throws GeneralSecurityException {
        InstantSource clock = InstantSource.system();
        KeyPair pair = pair();
        long now = clock.instant().getEpochSecond();
        String claims = "{\"iss\":\"billing\",\"sub\":\"billing\",\"aud\":\"" + Contexts.RULES.issuer() + "\",\"exp\":"
                + (now + 300) + ",\"iat\":" + now + ",\"jti\":\"3f0d1f1e-4f64-4c0e-9c52-8d9a4f0a9a10\"}";
        String text = base64Url(bytes("{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\",\"typ\":\"JWT\"}")) + "."
                + base64Url(bytes(claims));
        Signature signer = signature(Optional.empty());
        signer.initSign(pair.getPrivate());
        signer.update(bytes(text));
        input = bytes(text);
        signature = signer.sign();

        Client client = client("{\"keys\":[" + jwk(pair.getPublic()) + "]}");
        List<VerificationKey> keys = new InlineKeySet(PROVIDERS, clock)
                .resolve(client, Instant.EPOCH)
                .keys();
        AuthenticatorContext context = new AuthenticatorContext(
                clock,
                NoKeys.NONE,
                asked -> List.of(),
                (asked, kid) -> keys,
                Contexts.RULES,
                (asked, jti, issuedAt, until) -> true,
                PROVIDERS);
        SignedAssertionProvider provider = new SignedAssertionProvider();
        bench = Optional.of(new Bench(
                new Gatekeeper(id -> Optional.of(client), List.of(provider.authenticator(context))),
                provider.readers(context).get(0),
                new Form(Map.of(
                        "client_assertion",
                        text + "." + base64Url(signature),
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")),
                keys.get(0).key()));
        if (!(assertion() instanceof Outcome.Granted) || !signatureAlone()) {
            throw new IllegalStateException("what is to be measured does not work");
        }
    }

    @Benchmark
    public Outcome assertion() {
        Bench prepared = bench.orElseThrow();
        Reading.Found found = (Reading.Found) prepared.reader.read(prepared.request);
        return prepared.gatekeeper.judge(found.credential(), Admission.ANY);
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

    private KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(
                algorithm.equals("EdDSA") ? "Ed25519" : algorithm.equals("ES256") ? "EC" : "RSA");
        if (algorithm.equals("ES256")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else if (!algorithm.equals("EdDSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static String jwk(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "{\"kty\":\"RSA\",\"kid\":\"k1\",\"e\":\"AQAB\",\"n\":\"" + number(rsa.getModulus(), 256) + "\"}";
        }
        if (key instanceof ECPublicKey ec) {
            return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\",\"x\":\""
                    + number(ec.getW().getAffineX(), 32) + "\",\"y\":\""
                    + number(ec.getW().getAffineY(), 32) + "\"}";
        }
        byte[] spki = key.getEncoded();
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\""
                + base64Url(Arrays.copyOfRange(spki, spki.length - 32, spki.length)) + "\"}";
    }

    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int copied = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - copied, padded, length - copied, copied);
        return base64Url(padded);
    }

    private static Client client(String keySet) {
        ClientProfile profile = new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                true,
                AuthMethod.PRIVATE_KEY_JWT,
                Scopes.NONE,
                List.of(),
                false,
                Map.of("jwks", keySet));
        return new Client(new ClientId("billing"), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
