package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.http.Vectors;
import dev.countersign.jose.ImportedKeySet;
import dev.countersign.keys.Encodings;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * FILE-1: encodings of any nesting and length, in each format, in DER and in PEM, and as what is stored: each is
 * refused in words, and no stack overflows.
 */
class NestedFilesTest {

    private final Uploads uploads = new Uploads(new ImportedKeySet(), () -> Instant.parse("2026-03-01T12:00:00Z"));

    @TestFactory
    Stream<DynamicTest> encodings() throws IOException {
        return Vectors.in("der", vector -> {
            byte[] encoding = Encodings.of(vector.text("encoding"));
            vector.optional("rule");
            vector.optional("ber")
                    .ifPresent(
                            rule -> assertThatThrownBy(() -> Der.read(encoding)).isInstanceOf(IOException.class));
            for (ImportFormat format : ImportFormat.values()) {
                assertRefused(format, encoding);
            }
            assertRefused(ImportFormat.CERTIFICATE_PEM, pem("CERTIFICATE", encoding));
            assertRefused(ImportFormat.CERTIFICATE_PEM, pem("PKCS7", encoding));
            assertRefused(ImportFormat.PUBLIC_KEY_PEM, pem("PUBLIC KEY", encoding));
            assertRefused(ImportFormat.PUBLIC_KEY_PEM, pem("RSA PUBLIC KEY", encoding));
            assertRefused(ImportFormat.CSR, pem("CERTIFICATE REQUEST", encoding));
            for (Kind kind : Kind.values()) {
                assertThatThrownBy(() -> ParsedKey.of(kind, encoding)).isInstanceOf(UnacceptableKeyException.class);
            }
        });
    }

    private void assertRefused(ImportFormat format, byte[] file) {
        assertThatThrownBy(() -> uploads.bring(format, file, Uploads.PASSWORD))
                .isInstanceOf(UnacceptableKeyException.class)
                .message()
                .matches("[\\x20-\\x7E]{1,600}");
    }

    private static byte[] pem(String label, byte[] encoding) {
        return Uploads.bytes(TestKeys.pem(label, encoding));
    }
}
