package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProductVersionTest {

    @Test
    void itIsTheOneInOurManifestOnly() throws IOException {
        assertThat(version("Implementation-Title: Countersign\nImplementation-Version: 1.2.3\n"))
                .contains("1.2.3");
        assertThat(version("Implementation-Title: Reports\nImplementation-Version: 9\n"))
                .isEmpty();
        assertThat(version("Implementation-Title: Countersign\n")).isEmpty();
        assertThat(version("")).isEmpty();
    }

    private static Optional<String> version(String lines) throws IOException {
        String manifest = "Manifest-Version: 1.0\n" + lines + "\n";
        return ProductVersion.in(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
    }
}
