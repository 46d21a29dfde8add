package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("full")
class WildFlyIT extends ContainerScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty);
    }

    /** The stock listener speaks HTTP/2 in the clear, where the scheme is what the sender writes. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "HTTPS"})
    void hdr5_whoWritesHttpsHasNoTlsForThat(String scheme) throws Exception {
        String answer = ClearHttp2.send(
                running().port(),
                Map.of(
                        ":method", "GET",
                        ":scheme", scheme,
                        ":authority", "localhost",
                        ":path", "/countersign/verify",
                        // Ends the exemption of this machine.
                        "via", "1.1 proxy"));

        assertThat(answer).contains("this request must be sent over TLS");
    }
}
