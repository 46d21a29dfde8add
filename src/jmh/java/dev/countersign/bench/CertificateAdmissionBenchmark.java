package dev.countersign.bench;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.Admission;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Throttle;
import dev.countersign.auth.UsedIds;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.http.AuthenticationRecord;
import dev.countersign.http.CertificateHeader;
import dev.countersign.http.ForwardedCertificates;
import dev.countersign.http.Grant;
import dev.countersign.http.RequestBodies;
import dev.countersign.http.Sentry;
import dev.countersign.http.Transport;
import dev.countersign.mtls.CertificateAuthenticatorProvider;
import dev.countersign.mtls.TrustedPaths;
import dev.countersign.secret.KeyRing;
import dev.countersign.text.CidrBlock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * From a request with a certificate that was judged before to the request that was let in: at most 10 microseconds by
 * the servlet attribute, 25 by a header. The client, of {@code tls_client_auth} by its distinguished name, is in
 * memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CertificateAdmissionBenchmark {

    private static final String SUBJECT = "CN=billing,OU=Payments,O=Example,C=DE";

    /** How the certificate comes. */
    @Param({"attribute", "nginx"})
    private String way = "attribute";

    private @Nullable Sentry sentry;
    private @Nullable HttpServletRequest right;

    @Setup(Level.Trial)
    public void prepare() throws Exception {
        BenchAuthority authority = new BenchAuthority();
        Path file = Files.writeString(
                Files.createTempFile("authorities", ".pem"), BenchAuthority.pem(authority.certificate()));
        InstantSource clock = InstantSource.system();
        byte[] masterKey = new byte[KeyRing.KEY_LENGTH];
        new SecureRandom().nextBytes(masterKey);
        KeyRing ring = KeyRing.parse("k1 " + Base64.getEncoder().encodeToString(masterKey));
        ClientId id = new ClientId("billing");
        ClientProfile profile = ClientProfile.confidential(
                AuthMethod.TLS_CLIENT_AUTH, Map.of("tls_client_auth_subject_dn", SUBJECT));
        Client client = new Client(id, profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
        ClientAuthenticator<?> authenticator = new CertificateAuthenticatorProvider()
                .authenticator(new AuthenticatorContext(
                        clock,
                        ring,
                        one -> List.of(),
                        (one, kid) -> List.of(),
                        Contexts.RULES,
                        new UsedIds(Set.of()),
                        algorithm -> Optional.empty(),
                        TrustedPaths.read(file, Optional.empty(), clock)));
        Files.delete(file);
        Gatekeeper gatekeeper =
                new Gatekeeper(asked -> Optional.of(client).filter(one -> one.id().equals(asked)), List.of(authenticator));
        boolean forwarded = !way.equals("attribute");
        Transport transport = new Transport(
                true,
                forwarded ? List.of(CidrBlock.parse("192.0.2.1")) : List.of(),
                new ForwardedCertificates(
                        forwarded ? Optional.of(CertificateHeader.parse(way)) : Optional.empty(), Optional.empty()));
        sentry = new Sentry(
                gatekeeper,
                AccessTokens.NONE,
                Optional.empty(),
                List.of(),
                transport,
                new RequestBodies(transport),
                new Throttle(clock),
                new AuthenticationRecord(gatekeeper.methods(), "/test", clock),
                (credential, at) -> {},
                clock);
        KeyPair keys = BenchAuthority.pair();
        X509Certificate certificate = authority.issue(SUBJECT, keys);
        right = forwarded
                ? new BenchmarkRequest(
                        Map.of(
                                "X-SSL-Client-Cert",
                                BenchAuthority.escaped(certificate),
                                "X-Forwarded-For",
                                "198.51.100.7",
                                "X-Forwarded-Proto",
                                "https"),
                        Optional.empty())
                : new BenchmarkRequest(Map.of(), Optional.of(new X509Certificate[] {certificate}));
    }

    @Benchmark
    public HttpServletRequest granted() throws IOException {
        return ((Grant) sentry.decide(right, Admission.ANY)).over(right);
    }

    /** A TLS request without a body, as cheap as a request can be; its fields are copied, as a container makes them. */
    private static final class BenchmarkRequest extends HttpServletRequestWrapper {

        private static final HttpServletRequest NOTHING = (HttpServletRequest) Proxy.newProxyInstance(
                BenchmarkRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });

        private final Map<String, String> fields;
        private final Optional<X509Certificate[]> certificates;

        BenchmarkRequest(Map<String, String> fields, Optional<X509Certificate[]> certificates) {
            super(NOTHING);
            this.fields = fields;
            this.certificates = certificates;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return fields.get(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            String value = fields.get(name);
            // A new text each time: its hash code is not known yet.
            return value == null
                    ? Collections.emptyEnumeration()
                    : Collections.enumeration(List.of(new String(value.toCharArray())));
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getRemoteAddr() {
            return "192.0.2.1";
        }

        @Override
        public String getLocalAddr() {
            return "192.0.2.9";
        }

        @Override
        public @Nullable Object getAttribute(String name) {
            return switch (name) {
                case "jakarta.servlet.request.cipher_suite" -> "TLS_AES_128_GCM_SHA256";
                case "jakarta.servlet.request.X509Certificate" -> certificates.orElse(null);
                default -> null;
            };
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String getRequestId() {
            return "1";
        }

        @Override
        public String getQueryString() {
            return "client_id=billing";
        }
    }
}
