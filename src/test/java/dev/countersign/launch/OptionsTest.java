package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final OperatorSettings NONE = new OperatorSettings(new Properties(), Map.of());

    @Test
    void withoutAnyItListensOnLoopbackOnly() throws Exception {
        Options options = Options.parse(NONE);

        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(Path.of(System.getProperty("user.home"), ".countersign"));
        assertThat(options.database()).isEmpty();
        assertThat(options.tls()).isEmpty();
        assertThat(options.help()).isFalse();
    }

    @Test
    void bothFormsMeanTheSame() throws Exception {
        assertThat(Options.parse(NONE, "--port=1", "--host=::1", "--data=/d", "--jdbc-url=jdbc:postgresql://h/d?a=b"))
                .isEqualTo(Options.parse(
                        NONE,
                        "--port",
                        "1",
                        "--host",
                        "::1",
                        "--data",
                        "/d",
                        "--jdbc-url",
                        "jdbc:postgresql://h/d?a=b"));
    }

    @Test
    void theDataDirectoryMayBeASettingAndTheOptionWins() throws Exception {
        OperatorSettings settings =
                new OperatorSettings(new Properties(), Map.of("COUNTERSIGN_DATA_DIRECTORY", "/set"));

        assertThat(Options.parse(settings).data()).isEqualTo(Path.of("/set"));
        assertThat(Options.parse(settings, "--data", "/given").data()).isEqualTo(Path.of("/given"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--Port=1", "-port=1", "port=1", "", "--", "--port=+1", "--port= 1", "--data=\0"})
    void whatNobodyKnowsIsRefused(String argument) {
        assertThatThrownBy(() -> Options.parse(NONE, argument)).isInstanceOf(UsageException.class);
    }

    @Test
    void helpNamesEveryOption() {
        Options.valued().keySet().forEach(name -> assertThat(Options.HELP).contains(name + " <"));
    }
}
