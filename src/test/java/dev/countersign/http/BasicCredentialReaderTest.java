package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.client.AuthMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BasicCredentialReaderTest {

    @TestFactory
    Stream<DynamicTest> headers() throws IOException {
        return Vectors.in("basic", vector -> {
            Reading reading = BasicCredentialReader.read(vector.text("authorization"));
            String expected = vector.text("reading");
            assertThat(reading.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                    .isEqualTo(expected);
            if (reading instanceof Reading.Found found) {
                PresentedSecret presented = (PresentedSecret) found.credential();
                assertThat(presented.clientId().value()).isEqualTo(vector.text("client_id"));
                assertThat(presented.method()).isEqualTo(AuthMethod.CLIENT_SECRET_BASIC);
                assertThat(new String(presented.secret().bytes(), StandardCharsets.ISO_8859_1))
                        .isEqualTo(vector.text("secret"));
            }
            if (reading instanceof Reading.Hopeless hopeless) {
                assertThat(hopeless.clientId().value()).isEqualTo(vector.text("client_id"));
            }
        });
    }
}
