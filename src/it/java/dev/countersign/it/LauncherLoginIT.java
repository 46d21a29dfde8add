package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The person's way into the console of a server by itself. */
class LauncherLoginIT {
    private static final String LOGIN = "/console/j_security_check";
    private static final String CONTEXT = "/countersign";
    private static final String FORM = "application/x-www-form-urlencoded";
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
    void adm7_thereIsOneWayToSignIn() throws Exception {
        String form = "j_username=admin&j_password=" + war.password();
        for (String path : new String[] {"/verify/j_security_check", "/admin/j_security_check", "/j_security_check"}) {
            Visitor visitor = new Visitor(war.url());
            visitor.post(path, "application/x-www-form-urlencoded", form);
            assertThat(visitor.cookie()).as(path).isEmpty();
        }
        Visitor byQuery = new Visitor(war.url());
        byQuery.get("/console/j_security_check?" + form);
        byQuery.post("/console/j_security_check?" + form, "application/x-www-form-urlencoded", "");
        assertThat(byQuery.cookie()).isEmpty();
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
    void adm7_theLoginIsTakenFromOurOwnPageOnly() throws Exception {
        String form = "j_username=admin&j_password=" + war.password();
        for (String site : new String[] {"cross-site", "same-site"}) {
            Visitor visitor = new Visitor(war.url());

            assertThat(visitor.post(LOGIN, FORM, form, "Sec-Fetch-Site", site).statusCode())
                    .isEqualTo(403);
            assertThat(visitor.cookie()).isEmpty();
        }
        Visitor visitor = new Visitor(war.url());
        assertThat(visitor.get(LOGIN + "?" + form).statusCode()).isEqualTo(405);
        assertThat(visitor.cookie()).isEmpty();
        assertThat(visitor.post(LOGIN, FORM, form, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isIn(302, 303);
        assertThat(visitor.get("/console/").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverSignsInComesToWhereTheLinkLed() throws Exception {
        String query = "?client=a%2Fb&tab=keys";
        Visitor visitor = new Visitor(war.url());

        String login = war.url() + location(visitor.get("/console/" + query)).substring(CONTEXT.length());
        assertThat(login).isEqualTo(war.url() + "/login/login.html" + query);
        String failed = war.url()
                + location(visitor.post(LOGIN, FORM, form("wrong"), "Referer", login))
                        .substring(CONTEXT.length());
        assertThat(failed).isEqualTo(war.url() + "/login/failed.html" + query);
        assertThat(location(visitor.post(LOGIN, FORM, form(war.password()), "Referer", failed)))
                .isEqualTo(CONTEXT + "/console/" + query);
        assertThat(visitor.get("/console/" + query).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/?client=a",
                "/countersign/verify?client=a",
                "/countersign/login/login.html",
                "/countersign/login/login.html?a\"b",
                "/countersign/login/login.html?a#b",
                "/countersign/login/login.html?a\\b",
                "/countersign/login/../x/login.html?a",
                "%",
                ""
            })
    void adm7_aLoginLeadsToTheConsoleWhateverIsClaimed(String claim) throws Exception {
        // From this server, unless it says otherwise.
        String referer = claim.startsWith(CONTEXT) ? war.url() + claim.substring(CONTEXT.length()) : claim;
        Visitor visitor = new Visitor(war.url());

        assertThat(location(visitor.post(LOGIN, FORM, form(war.password()), "Referer", referer)))
                .isEqualTo(CONTEXT + "/console/");
        assertThat(location(new Visitor(war.url()).post(LOGIN, FORM, form("wrong"), "Referer", referer)))
                .isEqualTo(CONTEXT + "/login/failed.html");
    }

    private static String form(String password) {
        return "j_username=admin&j_password=" + password;
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isIn(302, 303);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void gen16_aLoginThatCannotBeReadIs400() throws Exception {
        Visitor visitor = new Visitor(war.url());

        for (String broken : new String[] {"j_username=%zz&j_password=x", "j_password=" + "x".repeat(300_000)}) {
            assertThat(visitor.post(LOGIN, FORM, broken).statusCode()).isEqualTo(400);
        }
        assertThat(war.err()).doesNotContain("Exception");
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
