package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The person's way into the console of a server by itself. */
class LauncherLoginIT {
    private static final int FAILURES_BEFORE_WAITING = 10;

    @TempDir
    static Path data;

    private static ExecutableWar war;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(data).start();
    }

    @AfterAll
    static void stop() throws Exception {
        war.close();
    }

    @Test
    void gen20_nothingIsKeptForStrangers() throws Exception {
        Visitor stranger = new Visitor(war.url());
        for (String path :
                new String[] {"/console/", "/console/index.html?q=" + "x".repeat(5000), "/login/login.html"}) {
            assertThat(stranger.get(path).headers().firstValue("Set-Cookie")).isEmpty();
        }
        HttpResponse<String> form =
                stranger.post("/console/x", "application/x-www-form-urlencoded", "a=" + "x".repeat(100_000));
        assertThat(form.statusCode()).isIn(302, 303);
        assertThat(stranger.login("admin", "wrong").headers().firstValue("Set-Cookie"))
                .isEmpty();
        assertThat(stranger.cookie()).isEmpty();
    }

    @Test
    void adm1_aWrongNameOrPasswordStaysOutside() throws Exception {
        for (String[] wrong : new String[][] {{"root", war.password()}, {"ADMIN", war.password()}, {"admin", ""}}) {
            Visitor visitor = new Visitor(war.url());
            visitor.login(wrong[0], wrong[1]);

            assertThat(visitor.get("/console/").statusCode()).isIn(302, 303);
        }
        assertThat(war.err()).doesNotContain(war.password());
    }

    @Test
    void adm7_whoeverGuessesHasToWait(@TempDir Path own) throws Exception {
        try (ExecutableWar guessed = ExecutableWar.in(own).start()) {
            Visitor visitor = new Visitor(guessed.url());
            for (int i = 0; i < FAILURES_BEFORE_WAITING; i++) {
                visitor.login("admin", "guess " + i);
            }
            // Even the right one: or else guessing would go on at full speed.
            visitor.login("admin", guessed.password());

            assertThat(visitor.get("/console/").statusCode()).isIn(302, 303);
            assertThat(guessed.err()).contains("refused=THROTTLED").doesNotContain("guess ");
        }
    }
}
