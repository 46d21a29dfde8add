package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandardInputTest {

    @Test
    void aLineBreakAtTheEndIsNotPartOfTheSecret() throws Exception {
        assertThat(read("secret\n")).contains("secret");
        assertThat(read("secret\r\n")).contains("secret");
        assertThat(read("secret")).contains("secret");
        assertThat(read(" secret \n\n")).contains(" secret \n");
    }

    @Test
    void emptyInputIsNoSecret() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("\n")).isEmpty();
    }

    @Test
    void longInputIsNotReadToItsEnd() {
        assertThatThrownBy(() -> read("x".repeat(4097)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("more than 4096 bytes");
    }

    private static Optional<String> read(String text) throws StartupException {
        return StandardInput.secret(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
