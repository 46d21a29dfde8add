package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.Vectors;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Key stores as people's tools leave them: {@code file} in Base64, {@code format} ({@code PKCS12} if left out), {@code
 * password}, {@code alias}. The {@code outcome} is the serial number of the certificate that is taken, or a part of the
 * refusal.
 */
class ArchiveFilesTest {

    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{4}");

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        return Vectors.in("archive", vector -> {
            byte[] file = Base64.getDecoder().decode(String.join("", vector.lines("file")));
            ImportFormat format = ImportFormat.valueOf(vector.optional("format").orElse("PKCS12"));
            Optional<String> password = vector.optional("password");
            Optional<String> alias = vector.optional("alias");
            String outcome = vector.text("outcome");

            if (SERIAL.matcher(outcome).matches()) {
                assertThat(new KeyDescriptions()
                                .describe(Uploads.only(uploads.bring(format, file, alias, password, false)))
                                .certificate()
                                .orElseThrow()
                                .serial())
                        .isEqualTo(outcome);
            } else {
                assertThatThrownBy(() -> uploads.bring(format, file, alias, password, false))
                        .isInstanceOf(UnacceptableKeyException.class)
                        .hasMessageContaining(outcome);
            }
        });
    }
}
