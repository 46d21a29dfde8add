package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.text.MalformedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** HDR-2, HDR-3: whatever stands in the header, it is read or refused, and what a proxy appends keeps its meaning. */
class ForwardedCertificateFuzz {

    @FuzzTest(maxDuration = "10m")
    void everyForm(FuzzedDataProvider data) {
        CertificateForm form = data.pickValue(CertificateForm.values());
        String value = data.consumeRemainingAsString().strip();
        if (value.isEmpty()) {
            return;
        }
        try {
            List<byte[]> certificates = form.read(value);
            assertThat(certificates.stream().mapToInt(der -> der.length).sum()).isLessThan(value.length());
        } catch (MalformedException e) {
            assertThat(e.rule()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        }
    }

    /** What is read from a list of byte sequences is what other decoders read. */
    @FuzzTest(maxDuration = "10m")
    void chain(byte[] text) {
        String field = new String(text, StandardCharsets.ISO_8859_1);
        try {
            List<byte[]> members = StructuredBytes.list(List.of(field));
            String[] parts = field.isBlank() ? new String[0] : field.split(",", -1);
            assertThat(members).hasSize(parts.length);
            for (int i = 0; i < parts.length; i++) {
                String part = parts[i].strip();
                assertThat(part).isEqualTo(":" + Base64.getEncoder().encodeToString(members.get(i)) + ":");
            }
        } catch (MalformedException e) {
            assertThat(e.rule()).isNotEmpty();
        }
    }

    /** A sender's element in front of the one that Envoy appends changes nothing, or the header is refused. */
    @FuzzTest(maxDuration = "10m")
    void elementInFront(byte[] text) {
        String before = new String(text, StandardCharsets.ISO_8859_1);
        String pem = "-----BEGIN CERTIFICATE-----\nbGVhZg==\n-----END CERTIFICATE-----\n";
        String appended = "Hash=ab;Cert=\"" + URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20")
                + "\";Subject=\"CN=a\"";
        try {
            assertThat(CertificateForm.XFCC.read(before + ',' + appended))
                    .containsExactly("leaf".getBytes(StandardCharsets.US_ASCII));
        } catch (MalformedException e) {
            assertThat(e.rule()).isNotEmpty();
        }
    }
}
