package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter.ImportedKeys;
import dev.countersign.manage.KeyUpload;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * ADM-5: any bytes, uploaded in any format, are read or refused, and every key that comes out is one that can be used.
 */
class KeyFileFuzz {

    private static final int MAX_BYTES = 1 << 20;

    private final StrictKeyImporter importer = new StrictKeyImporter(
            json -> {
                throw new UnacceptableKeyException("file", "Not here.");
            },
            MAX_BYTES,
            Duration.ofDays(1095),
            () -> Instant.parse("2026-03-01T12:00:00Z"));

    @FuzzTest(maxDuration = "10m")
    void pkcs12(byte[] file) {
        bring(ImportFormat.PKCS12, file);
    }

    @FuzzTest(maxDuration = "10m")
    void jks(byte[] file) {
        bring(ImportFormat.JKS, file);
    }

    @FuzzTest(maxDuration = "10m")
    void bcfks(byte[] file) {
        bring(ImportFormat.BCFKS, file);
    }

    @FuzzTest(maxDuration = "10m")
    void certificate(byte[] file) {
        bring(ImportFormat.CERTIFICATE_PEM, file);
    }

    @FuzzTest(maxDuration = "10m")
    void publicKey(byte[] file) {
        bring(ImportFormat.PUBLIC_KEY_PEM, file);
    }

    @FuzzTest(maxDuration = "10m")
    void request(byte[] file) {
        bring(ImportFormat.CSR, file);
    }

    private void bring(ImportFormat format, byte[] file) {
        try (KeyUpload upload = new KeyUpload(
                format,
                new Secret(file.clone()),
                Optional.empty(),
                Optional.of(new Secret("changeit".getBytes(StandardCharsets.US_ASCII))),
                true)) {
            ImportedKeys keys = importer.read(upload);
            assertThat(keys.keys()).isNotEmpty();
            for (ClientCertificate key : keys.keys()) {
                assertThat(key.kid()).matches("[A-Za-z0-9_-]{43}");
                assertThat(ParsedKey.of(key.kind(), Base64.getDecoder().decode(key.der()))
                                .key())
                        .isNotNull();
            }
        } catch (UnacceptableKeyException e) {
            assertThat(e).message().hasSizeLessThan(1000).matches("[^\\p{Cntrl}]+");
        }
    }
}
