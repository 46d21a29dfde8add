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
import java.security.GeneralSecurityException;
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
import org.jspecify.annotations.Nullable;

/**
 * Everything between the container and a servlet, for one client of {@code tls_client_auth} that is in memory and known
 * by its distinguished name. Thread-safe.
 */
final class CertificateDoor {

    /** Of the client's certificates. */
    static final String SUBJECT = "CN=billing,OU=Payments,O=Example,C=DE";

    private final boolean forwarded;
    private final Sentry sentry;

    /** @param way {@code attribute}, or the form of a header */
    CertificateDoor(BenchAuthority authority, String way) throws IOException, GeneralSecurityException {
        Path file = Files.writeString(
                Files.createTempFile("authorities", ".pem"), BenchAuthority.pem(authority.certificate()));
        InstantSource clock = InstantSource.system();
        byte[] masterKey = new byte[KeyRing.KEY_LENGTH];
        new SecureRandom().nextBytes(masterKey);
        KeyRing ring = KeyRing.parse("k1 " + Base64.getEncoder().encodeToString(masterKey));
        ClientId id = new ClientId("billing");
        ClientProfile profile =
                ClientProfile.confidential(AuthMethod.TLS_CLIENT_AUTH, Map.of("tls_client_auth_subject_dn", SUBJECT));
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
        Gatekeeper gatekeeper = new Gatekeeper(
                asked -> Optional.of(client).filter(one -> one.id().equals(asked)), List.of(authenticator));
        forwarded = !way.equals("attribute");
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
                new AuthenticationRecord(gatekeeper.methods(), "/test", true, clock),
                (credential, at) -> {},
                clock);
    }

    /** As it comes from the container. */
    HttpServletRequest request(X509Certificate certificate) throws GeneralSecurityException {
        return forwarded
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

    /** Fails when it is refused. */
    HttpServletRequest granted(HttpServletRequest request) throws IOException {
        return ((Grant) sentry.decide(request, Admission.ANY)).over(request);
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
