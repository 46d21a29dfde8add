package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArgumentsTest {

    @Test
    void withoutACommandItServes() throws Exception {
        assertThat(Arguments.parse().command()).isEqualTo(Command.SERVE);
        assertThat(Arguments.parse("--port", "1").text("--port")).contains("1");
        assertThat(Arguments.parse("serve", "--port=1").text("--port")).contains("1");
    }

    @Test
    void eachCommandHasItsOwnOptions() throws Exception {
        Arguments backup = Arguments.parse("backup", "--data", "/d", "--to=/b");

        assertThat(backup.command()).isEqualTo(Command.BACKUP);
        assertThat(backup.path("--data")).contains(Path.of("/d"));
        assertThat(backup.path("--to")).contains(Path.of("/b"));
        assertRefused("unknown option '--port'", "backup", "--data=/d", "--to=/b", "--port=1");
    }

    @ParameterizedTest
    @CsvSource({
        "--prot=1,         unknown option '--prot'; is '--port' meant?",
        "--jdbc-usr=x,     unknown option '--jdbc-usr'; is '--jdbc-user' meant?",
        "--completely,     unknown option '--completely'",
        "bakup,            an argument without an option; is 'backup' meant?",
        "hunter2-password, an argument without an option",
        "--port,           --port takes a number",
        "--port=,          --port takes a number",
        "--host=--port,    --host takes a name or address",
        "--help=x,         --help takes no value",
        "@/etc/passwd,     an argument without an option",
        "'${env:HOME}',    an argument without an option",
        "--,               unknown option '--'"
    })
    void aMistakeIsOneLineWithTheNearestKnownWord(String argument, String message) {
        assertRefused(message, argument);
    }

    @Test
    void anOptionIsGivenOnceAndItsValueIsNoOption() {
        assertRefused("--port is given twice", "--port=1", "--port=2");
        assertRefused("--host takes a name or address", "--host", "--port");
        assertRefused("--host takes a name or address", "--host", "--port", "1");
        assertRefused("options come after the command", "--port=1", "backup", "--data=/d", "--to=/b");
        assertRefused("--to is missing: it takes a file", "backup", "--data=/d");
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void theHelpOfEachCommandNamesItsOptions(Command command) throws Exception {
        Arguments given = Arguments.parse(command.word(), "--help");

        assertThat(given.help()).isTrue();
        assertThat(given.helpText()).startsWith("Usage: java -jar countersign.war " + command.word());
        command.options()
                .forEach(option -> assertThat(given.helpText()).contains(option.name() + (option.flag() ? " " : "=<")));
        assertThat(given.helpText().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void theHelpOfAllNamesTheCommands() throws Exception {
        String help = Arguments.parse("-h").helpText();

        for (Command command : Command.values()) {
            assertThat(help).contains("\n  " + command.word() + " ");
        }
    }

    private static void assertRefused(String message, String... arguments) {
        assertThatThrownBy(() -> Arguments.parse(arguments))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
