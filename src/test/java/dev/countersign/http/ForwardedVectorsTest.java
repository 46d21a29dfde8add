package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Certificates as proxies forward them. They are not parsed there, so that a word stands for each: {@code bGVhZg==} is
 * {@code leaf}.
 */
class ForwardedVectorsTest {

    @TestFactory
    Stream<DynamicTest> headers() throws IOException {
        return Vectors.in("forwarded", vector -> {
            ForwardedCertificates forwarded = new ForwardedCertificates(
                    Optional.of(CertificateHeader.parse(vector.text("form"))), Optional.empty());
            SentFields sent = new SentFields("10.0.0.1");
            vector.lines("fields").forEach(sent::field);
            HttpServletRequest request = sent.request();
            if (vector.has("refused")) {
                assertRefused(forwarded, request, vector.text("refused"));
                return;
            }
            List<byte[]> certificates = vector.lines("certificates").stream()
                    .map(ForwardedVectorsTest::bytes)
                    .toList();
            assertThat(forwarded.read(request))
                    .isEqualTo(
                            certificates.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(CertificateChain.of(certificates)));
        });
    }

    private static void assertRefused(ForwardedCertificates forwarded, HttpServletRequest request, String rule) {
        assertThatThrownBy(() -> forwarded.read(request))
                .isInstanceOfSatisfying(BadRequestException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.refusal()).isEqualTo(Refusal.FORWARDED_CERTIFICATE);
                    assertThat(e.description())
                            .contains(rule)
                            // The characters of an error_description (RFC 6749, section 5.2).
                            .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]*");
                });
    }

    private static byte[] bytes(String certificate) {
        return certificate.startsWith("base64:")
                ? Base64.getDecoder().decode(certificate.substring("base64:".length()))
                : certificate.getBytes(StandardCharsets.US_ASCII);
    }
}
