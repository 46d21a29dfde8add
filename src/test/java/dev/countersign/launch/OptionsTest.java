package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.PageTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final OperatorSettings NONE = home("/home/operator");

    @Test
    void withoutAnyItListensOnLoopbackOnly() throws Exception {
        Options options = Options.parse(NONE);

        assertThat(options.host()).isEqualTo("localhost");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.data()).isEqualTo(Path.of("/home/operator/.countersign"));
        assertThat(options.database()).isEmpty();
        assertThat(options.tls()).isEmpty();
        assertThat(options.help()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "relative"})
    void ops3_withoutAHomeTheDirectoryMustBeNamed(String home) throws Exception {
        assertThatThrownBy(() -> Options.parse(home(home)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no home directory")
                .hasMessageContaining("--data");
        assertThat(Options.parse(home(home), "--data", "/d").data()).isEqualTo(Path.of("/d"));
        assertThat(Options.parse(home(home), "--help").help()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--data=/d\uFFFDta", "--tls-keystore=/d\uFFFDta", "--jdbc-url=jdbc:postgresql://d\u00e4ta/x"})
    void ops3_whatTheLocaleDoesNotHaveIsRefused(String argument) {
        assertThatThrownBy(() -> Options.parse(NONE, argument))
                .isInstanceOf(UsageException.class)
                .message()
                .containsAnyOf("start it with LC_ALL=C.UTF-8", "write xn--dta-qla");
    }

    private static OperatorSettings home(String home) {
        Properties properties = new Properties();
        properties.setProperty("user.home", home);
        return new OperatorSettings(properties, Map.of());
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
    void aPortForClientCertificatesNeedsTls() throws Exception {
        Options options =
                Options.parse(NONE, "--tls-keystore=/k.p12", "--tls-password-file=/k.password", "--mtls-port=8443");

        assertThat(options.tls().orElseThrow().mtlsPort()).contains(8443);
        assertThat(Options.parse(NONE, "--tls-keystore=/k.p12", "--tls-password-file=/p")
                        .tls()
                        .orElseThrow()
                        .mtlsPort())
                .isEmpty();
        assertThatThrownBy(() -> Options.parse(NONE, "--mtls-port=8443"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--mtls-port needs --tls-keystore and --tls-password-file");
        assertThatThrownBy(() -> Options.parse(NONE, "--mtls-port=x"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--mtls-port takes a number from 0 to 65535");
    }

    @Test
    void thePageListsEveryOption() throws IOException {
        Set<String> all = new TreeSet<>(
                Command.SERVE.options().stream().map(Command.Option::name).toList());
        all.addAll(Set.of("--help", "--version"));

        assertThat(PageTable.names("src/doc/operating.md", "| option | default | meaning |"))
                .isEqualTo(all);
    }

    @Test
    void helpNamesEveryOption() throws Exception {
        for (Command.Option option : Command.SERVE.options()) {
            assertThat(Arguments.parse("--help").helpText()).contains(option.name() + "=<");
        }
    }
}
