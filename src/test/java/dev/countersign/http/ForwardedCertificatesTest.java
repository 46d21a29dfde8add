package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Secret;
import dev.countersign.keys.CertificateParser;
import dev.countersign.text.CidrBlock;
import dev.countersign.tls.TestCertificate;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificate is the client's: that of the connection, or the one in a header. */
class ForwardedCertificatesTest {

    private static final String SECRET = "0123456789abcdef";
    private static final String LEAF = "X-SSL-Client-Cert: bGVhZg==";
    private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";
    private static final String BASIC = "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==";
    private static final Transport PROXIED = transport(Optional.empty());

    private static X509Certificate own;

    @BeforeAll
    static void makeACertificate(@TempDir Path folder) throws Exception {
        try (var in = Files.newInputStream(TestCertificate.ofLocalhost(folder).pem())) {
            own = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        assertThat(CertificateParser.parse(own.getEncoded())).isEqualTo(own);
    }

    private static Transport transport(Optional<String> secret) {
        return new Transport(
                true,
                List.of(CidrBlock.parse("10.0.0.0/8")),
                new ForwardedCertificates(
                        Optional.of(CertificateHeader.parse("haproxy")),
                        secret.map(text -> new Secret(text.getBytes(StandardCharsets.US_ASCII)))));
    }

    private static boolean isForeign(Transport transport, SentFields sent) {
        HttpServletRequest request = sent.request();
        return transport.hasForeignCertificate(request, transport.originOf(request));
    }

    private static Optional<CertificateChain> certificate(Transport transport, SentFields sent) throws Exception {
        HttpServletRequest request = sent.request();
        return transport.certificateOf(request, transport.originOf(request));
    }

    private static CertificateChain leaf() throws Exception {
        return CertificateChain.of(List.of("leaf".getBytes(StandardCharsets.US_ASCII)));
    }

    private static SentFields withOwnCertificate(String peer) {
        return new SentFields(peer)
                .attribute("jakarta.servlet.request.cipher_suite", "TLS_AES_128_GCM_SHA256")
                .attribute(ATTRIBUTE, new X509Certificate[] {own});
    }

    @Test
    void hdr1_theHeaderCountsFromAListedPeerOnly() throws Exception {
        assertThat(isForeign(PROXIED, new SentFields("10.0.0.1").field(LEAF))).isFalse();
        assertThat(certificate(PROXIED, new SentFields("10.0.0.1").field(LEAF))).contains(leaf());
        assertThat(isForeign(PROXIED, new SentFields("192.0.2.1").field(LEAF))).isTrue();
        assertThat(isForeign(PROXIED, new SentFields("192.0.2.1").field("X-SSL-Client-Cert:")))
                .isTrue();
        assertThat(isForeign(PROXIED, withOwnCertificate("192.0.2.1").field(LEAF)))
                .isTrue();
        assertThat(isForeign(PROXIED, new SentFields("192.0.2.1"))).isFalse();
    }

    @Test
    void hdr1_aChainAloneIsTheHeaderToo() {
        Transport transport = new Transport(
                true,
                List.of(CidrBlock.parse("10.0.0.0/8")),
                new ForwardedCertificates(Optional.of(CertificateHeader.parse("rfc9440")), Optional.empty()));
        assertThat(isForeign(transport, new SentFields("192.0.2.1").field("Client-Cert-Chain: :bGVhZg==:")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Countersign-Proxy: 0123456789abcdeF",
                "X-Countersign-Proxy: 0123456789abcdef0",
                "X-Countersign-Proxy: 0123456789abcde",
                "X-Countersign-Proxy:",
                "X-Proxy: 0123456789abcdef",
            })
    void hdr1_withoutTheSecretNoPeerIsTheProxy(String proof) {
        Transport transport = transport(Optional.of(SECRET));
        assertThat(isForeign(transport, new SentFields("10.0.0.1").field(LEAF).field(proof)))
                .isTrue();
    }

    @Test
    void hdr1_theSecretCountsBesideTheAddressAndOnce() throws Exception {
        Transport transport = transport(Optional.of(SECRET));
        String proof = "X-Countersign-Proxy: " + SECRET;
        SentFields proven = new SentFields("10.0.0.1").field(LEAF).field(proof);
        assertThat(isForeign(transport, proven)).isFalse();
        assertThat(certificate(transport, proven)).contains(leaf());
        assertThat(isForeign(transport, proven.field(proof))).isTrue();
        assertThat(isForeign(transport, new SentFields("192.0.2.1").field(LEAF).field(proof)))
                .isTrue();
    }

    @Test
    void hdr4_theCertificateOfAProxyIsNotTheClients() throws Exception {
        assertThat(certificate(PROXIED, withOwnCertificate("10.0.0.1").field(LEAF)))
                .contains(leaf());
        assertThat(certificate(PROXIED, withOwnCertificate("10.0.0.1"))).isEmpty();
        assertThat(certificate(PROXIED, withOwnCertificate("10.0.0.1").field("X-SSL-Client-Cert:")))
                .isEmpty();
        Transport nothingForwarded = new Transport(true, List.of(CidrBlock.parse("10.0.0.0/8")));
        assertThat(certificate(nothingForwarded, withOwnCertificate("10.0.0.1").field(LEAF)))
                .isEmpty();
    }

    @Test
    void hdr4_theCertificateOfAnyOtherConnectionIsTheClients() throws Exception {
        assertThat(certificate(PROXIED, withOwnCertificate("192.0.2.1")))
                .contains(CertificateChain.of(new X509Certificate[] {own}));
        assertThat(certificate(PROXIED, new SentFields("192.0.2.1"))).isEmpty();
    }

    @Test
    void hdr4_whereTheContainerHidesTheProxyItsCertificateIsNotTheClients() throws Exception {
        assertThat(certificate(
                        PROXIED,
                        withOwnCertificate("192.0.2.1").attribute("org.apache.tomcat.request.forwarded", true)))
                .isEmpty();
        assertThat(certificate(PROXIED, withOwnCertificate("192.0.2.1").field("X-Forwarded-For: 192.0.2.1")))
                .isEmpty();
        assertThat(certificate(PROXIED, withOwnCertificate("192.0.2.1").field("Forwarded: for=192.0.2.1")))
                .isEmpty();
    }

    @Test
    void hdr5_anAddressFromAHeaderIsNoListedPeer() throws Exception {
        SentFields valve =
                new SentFields("10.0.0.1").field(LEAF).attribute("org.apache.tomcat.request.forwarded", true);
        assertThat(isForeign(PROXIED, valve)).isTrue();
        assertThat(certificate(PROXIED, valve)).isEmpty();
        for (String field : List.of("X-Forwarded-For: 10.0.0.1", "Forwarded: for=10.0.0.1;proto=https")) {
            assertThat(isForeign(PROXIED, new SentFields("10.0.0.1").field(LEAF).field(field)))
                    .isTrue();
        }
    }

    @Test
    void hdr3_headersOfOtherFormsAreIgnoredAndCounted() throws Exception {
        for (String name : List.of("Client-Cert", "X-Forwarded-Client-Cert", "X-Amzn-Mtls-Clientcert")) {
            SentFields sent = new SentFields("192.0.2.1").field(name + ": x");
            assertThat(isForeign(PROXIED, sent)).isFalse();
            assertThat(PROXIED.hasIgnoredCertificate(sent.request())).isTrue();
            assertThat(certificate(PROXIED, new SentFields("10.0.0.1").field(name + ": x")))
                    .isEmpty();
        }
        assertThat(PROXIED.hasIgnoredCertificate(
                        new SentFields("10.0.0.1").field(LEAF).request()))
                .isFalse();
    }

    /** Whatever the form is: the value breaks the rules of most, and its length is told. */
    @ParameterizedTest
    @EnumSource(CertificateForm.class)
    void hdr3_anOversizedHeaderIsRefusedBeforeItIsDecoded(CertificateForm form) {
        Transport transport = new Transport(
                true,
                List.of(CidrBlock.parse("10.0.0.0/8")),
                new ForwardedCertificates(Optional.of(CertificateHeader.parse(form.text())), Optional.empty()));
        SentFields one = new SentFields("10.0.0.1")
                .field(form.header() + ": " + "A".repeat(ForwardedCertificates.MAX_CHARS + 1));
        SentFields together = new SentFields("10.0.0.1")
                .field(form.header() + ": " + "A".repeat(ForwardedCertificates.MAX_CHARS))
                .field(form.header() + ": A");
        for (SentFields sent : List.of(one, together)) {
            assertThat(isForeign(transport, sent)).isFalse();
            assertThatThrownBy(() -> certificate(transport, sent))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("too long");
        }
    }

    /** The largest text that is allowed, of bytes that are too many. */
    @Test
    void hdr3_aChainOfTooManyBytesIsRefused() {
        SentFields sent =
                new SentFields("10.0.0.1").field("X-SSL-Client-Cert: " + "A".repeat(ForwardedCertificates.MAX_CHARS));
        assertThatThrownBy(() -> certificate(PROXIED, sent))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("at most " + CertificateChain.MAX_BYTES + " bytes");
    }

    /** The field with this many bytes, all 0 but the last one. */
    private static String ofLength(int bytes, int last) {
        byte[] der = new byte[bytes];
        der[bytes - 1] = (byte) last;
        return "X-SSL-Client-Cert: " + Base64.getEncoder().encodeToString(der);
    }

    @Test
    void hdr3_aTextThatWasReadBeforeIsReadTheSameAndAnotherIsNot() throws Exception {
        CertificateChain first =
                certificate(PROXIED, new SentFields("10.0.0.1").field(LEAF)).orElseThrow();
        assertThat(certificate(PROXIED, new SentFields("10.0.0.1").field(LEAF)).orElseThrow())
                .as("is remembered")
                .isSameAs(first);
        assertThat(certificate(PROXIED, new SentFields("10.0.0.1").field("X-SSL-Client-Cert: bGVhZw==")))
                .isPresent()
                .get()
                .isNotEqualTo(first);
        assertThat(List.of(ofLength(1500, 1), ofLength(1500, 2), ofLength(1501, 1)))
                .as("texts of which each differs from the others in its end alone")
                .extracting(field -> certificate(PROXIED, new SentFields("10.0.0.1").field(field))
                        .orElseThrow()
                        .fingerprint())
                .doesNotHaveDuplicates();
        // What stands beside it is still looked at, and so is who sends it.
        assertThatThrownBy(() -> certificate(
                        PROXIED, new SentFields("10.0.0.1").field(LEAF).field(LEAF)))
                .isInstanceOf(BadRequestException.class);
        assertThat(certificate(PROXIED, new SentFields("192.0.2.1").field(LEAF)))
                .isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(
                            () -> certificate(PROXIED, new SentFields("10.0.0.1").field("X-SSL-Client-Cert: bGVhZg=")))
                    .as("what is malformed stays so")
                    .isInstanceOf(BadRequestException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "None",
                "NGINX",
                "nginx:",
                "nginx:X SSL",
                "nginx:X-Cert:",
                "nginx:Authorization",
                "nginx:x-forwarded-for",
                "nginx:X-Countersign-Proxy",
                "pem",
                ":X-Cert",
            })
    void hdr3_aFormOrNameThatThereIsNotIsRefused(String setting) {
        assertThatThrownBy(() -> CertificateHeader.parse(setting)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The embedded server is reached from 127.0.0.1. */
    private static EmbeddedDoor door(String proxy) throws Exception {
        Transport transport = new Transport(
                true,
                List.of(CidrBlock.parse(proxy)),
                new ForwardedCertificates(Optional.of(CertificateHeader.parse("haproxy")), Optional.empty()));
        return new EmbeddedDoor(transport, List.of())
                .guard("/protected/*", Map.of())
                .guard("/verify/*", Map.of("forwardAuth", "true"))
                .servlet("/verify/*", new VerifyServlet())
                .servlet("/protected/*", (request, response) -> {})
                .start();
    }

    private static Answer get(EmbeddedDoor door, String path, String... fields) throws Exception {
        return door.send("GET /app" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join("\r\n", fields) + "\r\n\r\n");
    }

    private static String lastReason(EmbeddedDoor door) {
        return door.record.recentRefusals().get(0).reason();
    }

    @Test
    void hdr1_aRequestWithTheHeaderFromElsewhereIsRefusedWhateverElseItCarries() throws Exception {
        try (EmbeddedDoor door = door("10.0.0.1")) {
            assertThat(get(door, "/protected/x", BASIC).status()).isEqualTo(200);
            Answer answer = get(door, "/protected/x", BASIC, LEAF);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.error()).contains("invalid_client");
            assertThat(lastReason(door)).isEqualTo("FORWARDED_CERTIFICATE");
            assertThat(get(door, "/verify/x", BASIC, LEAF).status()).isEqualTo(401);
            assertThat(door.record.getByReason()).containsEntry("FORWARDED_CERTIFICATE", 2L);
        }
    }

    @Test
    void hdr3_aMalformedHeaderIsABadRequestAndAtVerifyUnauthorized() throws Exception {
        try (EmbeddedDoor door = door("127.0.0.1")) {
            Answer answer = get(door, "/protected/x?client_id=billing", "X-SSL-Client-Cert: bGVhZg");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error()).contains("invalid_request");
            assertThat(lastReason(door)).isEqualTo("FORWARDED_CERTIFICATE");
            assertThat(get(door, "/verify/x?client_id=billing", "X-SSL-Client-Cert: bGVhZg")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void hdr3_aHeaderOfAnotherFormDoesNoHarmAndIsCounted() throws Exception {
        try (EmbeddedDoor door = door("127.0.0.1")) {
            assertThat(get(door, "/protected/x", BASIC, "Client-Cert: :!:", "X-Amzn-Mtls-Clientcert: x")
                            .status())
                    .isEqualTo(200);
            assertThat(get(door, "/protected/x", BASIC, LEAF).status()).isEqualTo(200);
            assertThat(door.record.getIgnoredCertificateHeaders()).isEqualTo(1);
        }
    }

    @Test
    void sec10_theSecretOfTheProxyIsHiddenFromTheApplication() throws Exception {
        try (EmbeddedDoor door = door("127.0.0.1")) {
            door.servlet(
                    "/protected/secret",
                    (request, response) -> response.getWriter()
                            .write(request.getHeader("X-Countersign-Proxy")
                                    + Collections.list(request.getHeaderNames())));
            Answer answer = get(door, "/protected/secret", BASIC, "X-Countersign-Proxy: " + SECRET);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).startsWith("null").doesNotContainIgnoringCase("countersign-proxy");
        }
    }

    @Test
    void mtls1_aCertificateWithoutAClientIdIsNoCredential() throws Exception {
        try (EmbeddedDoor door = door("127.0.0.1")) {
            assertThat(get(door, "/protected/x", LEAF).status()).isEqualTo(401);
            assertThat(lastReason(door)).isEqualTo("NO_CREDENTIAL");
            assertThat(get(door, "/protected/x?client_id=", LEAF).status()).isEqualTo(401);
            assertThat(lastReason(door)).isEqualTo("NO_CREDENTIAL");
            // With one the certificate is a credential, here of a method that is not installed.
            assertThat(get(door, "/protected/x?client_id=billing", LEAF).status())
                    .isEqualTo(401);
            assertThat(lastReason(door)).isNotEqualTo("NO_CREDENTIAL");
        }
    }
}
