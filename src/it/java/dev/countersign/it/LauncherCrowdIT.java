package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What crowds of connections that prove nothing can do to a server by itself: others are answered all the time, and
 * memory stays.
 */
@Tag("full")
class LauncherCrowdIT {
    /** Loose, for a machine that has other things to do. */
    private static final Duration MAX_ANSWER = Duration.ofSeconds(10);

    private static final int TIMES = 20;
    private static final int MORE_THAN_CONNECTIONS = 2000;
    private static final int MORE_THAN_THREADS = 70;
    private static final String FORM = "Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";

    @TempDir
    static Path data;

    private static ExecutableWar war;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(data).optimizing().start();
    }

    @AfterAll
    static void stop() throws Exception {
        war.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "admin/clients", "console/", "login/login.html", "../"})
    void manySmallChunksTakeNoMoreThanTheirContent(String path, TestReporter reporter) throws Exception {
        String head = "POST /countersign/" + path + " HTTP/1.1\r\n" + FORM + "Transfer-Encoding: chunked\r\n\r\n";
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(15, head + "1\r\na\r\n".repeat(60_000)).send(15, head + "1\r\na\r\n".repeat(130_000));
            assertAnswers(reporter);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60_000, 131_072})
    void bodiesThatAreAnnouncedAndNotFinishedFillNoMemory(int length, TestReporter reporter) throws Exception {
        String body = "POST /countersign/verify HTTP/1.1\r\n" + FORM + "Content-Length: " + length + "\r\n\r\n"
                + "a".repeat(length - 1);
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(MORE_THAN_CONNECTIONS, body);
            assertAnswers(reporter);
        }
    }

    @Test
    void headsThatAreNotFinishedShutNoOthersOut(TestReporter reporter) throws Exception {
        String head = "GET /countersign/verify HTTP/1.1\r\nHost: localhost\r\nLong: " + "x".repeat(15_000);
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(MORE_THAN_CONNECTIONS / 2, head).sendFromManySources(MORE_THAN_CONNECTIONS / 2, head);
            assertAnswers(reporter);
        }
    }

    @Test
    void connectionsThatStayIdleAfterAnAnswerShutNoOthersOut(TestReporter reporter) throws Exception {
        String twice = "GET /countersign/health/live HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".repeat(2);
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(MORE_THAN_CONNECTIONS, twice);
            assertAnswers(reporter);
        }
    }

    @Test
    void loginFormsThatStallHoldNoThread(TestReporter reporter) throws Exception {
        String login = "POST /countersign/login/login.html HTTP/1.1\r\n" + FORM;
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(MORE_THAN_THREADS, login + "Content-Length: 199000\r\n\r\n" + "a".repeat(128 * 1024))
                    .send(MORE_THAN_THREADS, login + "Content-Length: 8000\r\n\r\n" + "a".repeat(7000))
                    .send(MORE_THAN_THREADS, login + "Transfer-Encoding: chunked\r\n\r\n1f40\r\n" + "a".repeat(7000));
            assertAnswers(reporter);
        }
    }

    @Test
    void uploadsThatStallHoldSomeThreadsOnly(TestReporter reporter) throws Exception {
        String upload = "POST /countersign/admin/clients HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n" + "a".repeat(70_000);
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(3 * MORE_THAN_THREADS, upload);
            assertAnswers(reporter);
        }
    }

    @Test
    void answersThatAreNotReadHoldSomeThreadsOnly(TestReporter reporter) throws Exception {
        String pipelined = "GET /countersign/login/login.css HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1000);
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.send(3 * MORE_THAN_THREADS, pipelined);
            assertAnswers(reporter);
        }
    }

    @Test
    void gen19_manySourcesThatGuessThePasswordDoNotSlowTheOthers(TestReporter reporter) throws Exception {
        String form = "j_username=admin&j_password=guess";
        String login = "POST /countersign/login/login.html HTTP/1.1\r\n" + FORM + "Content-Length: " + form.length()
                + "\r\n\r\n" + form;
        try (StalledConnections crowd = new StalledConnections(war.port())) {
            crowd.sendFromManySources(60, login.repeat(10));
            assertAnswers(reporter);
        }
    }

    private static void assertAnswers(TestReporter reporter) throws Exception {
        List<Duration> answers = new ReadinessProbe(war.port()).ask(TIMES);
        reporter.publishEntry(
                "answers in ms",
                answers.stream().map(Duration::toMillis).toList().toString());
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isLessThan(MAX_ANSWER));
        assertThat(war.err()).doesNotContain("OutOfMemory", "\tat ");
    }
}
