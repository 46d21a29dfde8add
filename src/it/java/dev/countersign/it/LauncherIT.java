package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of {@code java -jar countersign.war}: what it takes, and how it ends. */
class LauncherIT {
    private static final long LARGEST_WAR = 25_000_000;
    private static final Duration LONGEST_BOOT = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void theWarIsSmall() throws IOException {
        assertThat(Files.size(WarCommand.bare().war())).isLessThan(LARGEST_WAR);
    }

    @Test
    void helpNamesEveryOption() throws Exception {
        WarCommand.Result help = WarCommand.bare().with("--help").run();

        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("--port", "--host", "--data", "--jdbc-url", "--jdbc-user", "--jdbc-password-file")
                .contains("--tls-keystore", "--tls-password-file", "--help", "COUNTERSIGN_ADMIN_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--nope",
                "--nope=1",
                "stray",
                "--port",
                "--port=",
                "--port --data x",
                "--port abc",
                "--port 65536",
                "--port -1",
                "--port 1 --port 2",
                "--jdbc-user sa",
                "--jdbc-url jdbc:mysql://localhost/x",
                "--jdbc-url jdbc:h2:tcp://localhost/x",
                "--tls-keystore x.p12",
                "--tls-password-file x",
                "--mtls-port 0",
                "--log-format xml",
                "--mtls-port x --tls-keystore x.p12 --tls-password-file x"
            })
    void aWrongOptionIsToldInOneLine(String line) throws Exception {
        WarCommand.Result refused = WarCommand.bare().with(line.split(" ", -1)).run();

        assertThat(refused.exitCode()).isEqualTo(64);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).hasLineCount(1).startsWith("countersign: ").contains("--help");
    }

    @Test
    void aPortInUseIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WarCommand.Result refused = WarCommand.bare()
                    .with("--data=" + data, "--port=" + taken.getLocalPort())
                    .run();

            assertOneLine(refused, "cannot listen on localhost:" + taken.getLocalPort());
        }
    }

    @Test
    void aDataDirectoryThatCannotBeIsToldInOneLine() throws Exception {
        Path file = Files.createFile(data.resolve("file"));

        assertOneLine(WarCommand.in(file.resolve("below")).run(), "cannot use the data directory");
        assertOneLine(WarCommand.in(file).run(), "cannot use the data directory");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldInOneLine() throws Exception {
        Path password = Files.writeString(data.resolve("password"), "not shown\n");
        WarCommand.Result refused = WarCommand.in(data)
                .with("--jdbc-url", "jdbc:postgresql://localhost:" + FreePort.next() + "/x?ApplicationName=a")
                .with("--jdbc-user", "u", "--jdbc-password-file", password.toString())
                .run();

        assertOneLine(refused, "cannot open the database jdbc:postgresql://localhost");
        assertThat(refused.err()).doesNotContain("not shown", "ApplicationName");
    }

    @Test
    void aMariaDbThatDoesNotAnswerIsToldInOneLine() throws Exception {
        Path password = Files.writeString(data.resolve("password"), "not shown\n");
        WarCommand.Result refused = WarCommand.in(data)
                .with("--jdbc-url", "jdbc:mariadb://localhost:" + FreePort.next() + "/x?sslMode=disable")
                .with("--jdbc-user", "u", "--jdbc-password-file", password.toString())
                .run();

        assertOneLine(refused, "cannot open the database jdbc:mariadb://localhost");
        assertThat(refused.err()).doesNotContain("not shown", "sslMode");
    }

    @Test
    void twoProcessesDoNotShareADataDirectory() throws Exception {
        try (ExecutableWar first = ExecutableWar.in(data).start()) {
            assertOneLine(ExecutableWar.in(data).run(), "is in use by another process");
            assertThat(new Visitor(first.url()).get("/health/live").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aWrongSettingEndsTheProcessWithItsReason() throws Exception {
        WarCommand.Result refused = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_ISSUER", "not a URL")
                .run();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("countersign: the application does not start", "issuer");
        assertThat(refused.err()).as("it is told once").containsOnlyOnce("issuer is");
    }

    @Test
    void everyProblemIsToldAtOnce() throws Exception {
        WarCommand.Result refused = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_CLIENT_CACHE_TL", "PT1S")
                .withEnvironment(
                        "COUNTERSIGN_MASTER_KEY", data.resolve("lost.keys").toString())
                .run();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "environment variable COUNTERSIGN_CLIENT_CACHE_TL is no setting; did you mean COUNTERSIGN_CLIENT_CACHE_TTL?",
                        "masterKey: there is no file");
    }

    @Test
    void anAddressThatOthersReachNeedsTls() throws Exception {
        assertOneLine(
                ExecutableWar.in(data)
                        .with("--host", "0.0.0.0")
                        .withEnvironment("COUNTERSIGN_ISSUER", "https://api.example/countersign")
                        .run(),
                "--tls-keystore");
    }

    @Test
    void itSaysWhereItListens() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_CLIENT_SECRET", "of another program")
                .start()) {
            assertThat(war.out()).contains(", listening on http://127.0.0.1:" + war.port() + ", keeping");
            assertThat(war.err()).contains("COUNTERSIGN_CLIENT_SECRET is no setting");
        }
    }

    @Test
    void logLinesAreJsonWhereThatIsAskedFor() throws Exception {
        try (ExecutableWar war =
                ExecutableWar.in(data).with("--log-format", "json").start()) {
            HttpResponse<String> refused = new Visitor(war.url()).get("/verify");
            String id = refused.headers().firstValue("X-Request-Id").orElseThrow();

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(war.awaitErr(
                            line -> line.startsWith("{\"time\":\"")
                                    && line.endsWith("\"refused\":\"NO_CREDENTIAL\",\"request\":\"" + id + "\"}"),
                            Duration.ofSeconds(10)))
                    .isTrue();
        }
    }

    @Test
    void itServesSoonAndEndsCleanlyWhenAskedTo(TestReporter reporter) throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).optimizing().start()) {
            reporter.publishEntry("boot", war.startTime().toMillis() + " ms");
            assertThat(war.startTime()).isLessThan(LONGEST_BOOT);
            assertThat(data.resolve("run")).isDirectory();

            int sigterm = 128 + 15;
            assertThat(war.terminate()).isEqualTo(sigterm);
            assertThat(data.resolve("run")).doesNotExist();
            // Of the log: newer JVMs warn by themselves, without a time, of what a library does.
            assertThat(war.err().lines()).noneMatch(line -> line.matches("\\S+ (WARNING|SEVERE) .*"));
        }
    }

    @Test
    void whatAKilledOneLeavesBehindIsClearedAway() throws Exception {
        ExecutableWar war = ExecutableWar.in(data).start();
        war.kill();
        Files.createFile(data.resolve("run").resolve("left-over"));

        try (ExecutableWar again = war.restart()) {
            assertThat(new Visitor(again.url()).get("/health/live").statusCode())
                    .isEqualTo(200);
            assertThat(data.resolve("run").resolve("left-over")).doesNotExist();
        }
    }

    private static void assertOneLine(WarCommand.Result refused, String text) {
        assertThat(refused.err()).hasLineCount(1).startsWith("countersign: ").contains(text);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.exitCode()).isEqualTo(1);
    }
}
