package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginServletTest {

    private static final String CONSOLE = "/countersign/console/";
    private static final String LOGIN = "/countersign/login/login.html";
    private static final String FAILED = "/countersign/login/failed.html";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/console/, ''",
        "/console/?client=a%2Fb&tab=keys, ?client=a%2Fb&tab=keys",
        "/console, ''",
        "/console/index.html?client=a, ''",
        "/console/assets/x.js?client=a, ''",
        "/console/logout, ''"
    })
    void adm7_aStrangerIsLedToTheFormAndLeavesNothingBehind(String path, String query) throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(server.uri(path)).header("X-Large", "x".repeat(7000)));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo(LOGIN + query);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(server.sessions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aLocation:x", "a%00", "//evil.example", "next=https://evil.example/"})
    void adm7_aLoginLeadsToTheConsoleAlone(String query) throws Exception {
        HttpResponse<String> answer = send(Exchange.form(
                        server,
                        "/login/login.html?" + query,
                        "j_username=ada&j_password=" + AdminServer.PASSWORD.replace(' ', '+'))
                .header("Sec-Fetch-Site", "same-origin"));

        assertThat(location(answer)).isEqualTo(CONSOLE + "?" + query);
    }

    @Test
    void aQueryThatIsTooLongIsLeftBehind() throws Exception {
        assertThat(location(send(HttpRequest.newBuilder(server.uri("/console/?" + "x".repeat(2000))))))
                .hasSize(LOGIN.length() + 2001);
        assertThat(location(send(HttpRequest.newBuilder(server.uri("/console/?" + "x".repeat(2001))))))
                .isEqualTo(LOGIN);
    }

    @Test
    void adm7_theSessionIsNewAtTheLogin() throws Exception {
        String first = cookie(login("ada", AdminServer.PASSWORD));
        HttpResponse<String> again =
                send(Exchange.login(server, "ada", AdminServer.PASSWORD).header("Cookie", first));

        assertThat(location(again)).isEqualTo(CONSOLE);
        assertThat(cookie(again)).isNotEqualTo(first);
        assertThat(whoAmI(first)).isEqualTo(401);
        assertThat(whoAmI(cookie(again))).isEqualTo(200);
        assertThat(server.sessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"ada, wrong", "eve, correct+horse+battery", "bob, correct+horse+battery", "ada, ''", "'', ''"})
    void adm1_whoIsRefusedHearsTheSameAndLeavesNothingBehind(String name, String password) throws Exception {
        HttpResponse<String> answer = login(name, password);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(location(answer)).isEqualTo(FAILED);
        assertThat(server.sessions()).isZero();
    }

    @Test
    void adm7_guessingIsThrottledWhateverTheNameIs() throws Exception {
        for (int guess = 0; guess < 10; guess++) {
            assertThat(location(login("name" + guess, "guess"))).isEqualTo(FAILED);
        }
        assertThat(server.passwordChecks).hasValue(10);

        assertThat(location(login("ada", AdminServer.PASSWORD))).isEqualTo(FAILED);
        assertThat(server.passwordChecks).hasValue(10);

        server.later(Duration.ofMinutes(1));
        assertThat(location(login("ada", AdminServer.PASSWORD))).isEqualTo(CONSOLE);
    }

    @Test
    void adm7_guessesThatArriveTogetherAreCountedBeforeTheyAreJudged() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int guess = 0; guess < 60; guess++) {
            guesses.add(http.sendAsync(Exchange.login(server, "ada", "guess").build(), BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            assertThat(location(guess.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)))
                    .isEqualTo(FAILED);
        }
        assertThat(server.passwordChecks.get()).isLessThan(10 + PersonLogin.MAX_CHECKS_AT_ONCE);
    }

    @Test
    void gen19_soManyPasswordsAreCheckedAtOnceAndNoMore() throws Exception {
        CountDownLatch checking = new CountDownLatch(PersonLogin.MAX_CHECKS_AT_ONCE);
        CountDownLatch released = new CountDownLatch(1);
        server.whileChecking = () -> {
            checking.countDown();
            await(released);
        };
        List<CompletableFuture<HttpResponse<String>>> slow = Stream.generate(() -> http.sendAsync(
                        Exchange.login(server, "ada", AdminServer.PASSWORD).build(), BodyHandlers.ofString()))
                .limit(PersonLogin.MAX_CHECKS_AT_ONCE)
                .toList();
        await(checking);

        assertThat(location(login("ada", AdminServer.PASSWORD))).isEqualTo(FAILED);
        assertThat(server.passwordChecks).hasValue(PersonLogin.MAX_CHECKS_AT_ONCE);

        released.countDown();
        for (CompletableFuture<HttpResponse<String>> login : slow) {
            assertThat(location(login.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)))
                    .isEqualTo(CONSOLE);
        }
        assertThat(location(login("ada", AdminServer.PASSWORD))).isEqualTo(CONSOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, null",
        "Origin, https://evil.example"
    })
    void adm2_theFormIsTakenFromOurOwnPageOnly(String header, String value) throws Exception {
        String form = "j_username=ada&j_password=" + AdminServer.PASSWORD.replace(' ', '+');
        HttpResponse<String> answer =
                send(Exchange.form(server, LoginServlet.PAGE, form).header(header, value));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(server.passwordChecks).hasValue(0);
        assertThat(server.sessions()).isZero();
    }

    @Test
    void adm2_anOriginOfOursWillDo() throws Exception {
        String form = "j_username=ada&j_password=" + AdminServer.PASSWORD.replace(' ', '+');
        HttpResponse<String> answer = send(Exchange.form(server, LoginServlet.PAGE, form)
                .header("Origin", "http://127.0.0.1:" + server.uri("").getPort()));

        assertThat(location(answer)).isEqualTo(CONSOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "400, j_username=%zz&j_password=x",
        "400, j_username=a&j_username=b&j_password=x",
        "400, j_username=a&j_password=x&j_password=y",
        "400, username=a&password=x"
    })
    void gen16_aFormThatCannotBeReadIsRefused(int status, String form) throws Exception {
        HttpResponse<String> answer =
                send(Exchange.form(server, LoginServlet.PAGE, form).header("Sec-Fetch-Site", "same-origin"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(server.passwordChecks).hasValue(0);
    }

    @Test
    void gen16_aFormHasEightKilobytesAtMost() throws Exception {
        String rest = "j_username=ada&j_password=";
        String longest = rest + "x".repeat(LoginServlet.MAX_FORM_BYTES - rest.length());

        assertThat(location(send(
                        Exchange.form(server, LoginServlet.PAGE, longest).header("Sec-Fetch-Site", "same-origin"))))
                .isEqualTo(FAILED);
        HttpResponse<String> longer =
                send(Exchange.form(server, LoginServlet.PAGE, longest + "x").header("Sec-Fetch-Site", "same-origin"));
        assertThat(longer.statusCode()).isEqualTo(413);
    }

    @Test
    void adm7_aPasswordInTheQueryIsNone() throws Exception {
        String query = "?j_username=ada&j_password=" + AdminServer.PASSWORD.replace(' ', '+');
        HttpResponse<String> get = send(HttpRequest.newBuilder(server.uri(LoginServlet.PAGE + query)));
        HttpResponse<String> post =
                send(Exchange.form(server, LoginServlet.PAGE + query, "").header("Sec-Fetch-Site", "same-origin"));

        assertThat(get.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(location(post)).startsWith(FAILED);
        assertThat(post.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void adm7_onePersonHasABoundedNumberOfSessions() throws Exception {
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < PersonSessions.MAX_SESSIONS_PER_PERSON + 3; i++) {
            cookies.add(cookie(login("ada", AdminServer.PASSWORD)));
        }

        assertThat(server.sessions()).isEqualTo(PersonSessions.MAX_SESSIONS_PER_PERSON);
        assertThat(server.administration.sessions().size()).isEqualTo(PersonSessions.MAX_SESSIONS_PER_PERSON);
        assertThat(cookies.stream().map(this::whoAmI).toList())
                .startsWith(401, 401, 401, 200)
                .endsWith(200);

        send(HttpRequest.newBuilder(server.uri("/console/logout"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Cookie", cookies.get(5))
                .header("Sec-Fetch-Site", "same-origin"));
        assertThat(server.administration.sessions().size()).isEqualTo(PersonSessions.MAX_SESSIONS_PER_PERSON - 1);
    }

    @Test
    void adm7_whomTheContainerHasSignedInNeedsNoFormOfOurs() throws Exception {
        Exchange person = server.asPersonOfTheContainer("ada");
        assertThat(person.get("/console/").status()).isEqualTo(200);
        assertThat(person.get("/admin/whoami").json()).containsEntry("name", "ada");
        assertThat(server.asPersonOfTheContainer("bob").get("/console/").body()).contains("name=\"j_username\"");
    }

    /** Jetty would check the password of such a header as often as it is asked for the user. */
    @Test
    void adm7_aBasicHeaderIsNoWayToGuess() throws Exception {
        String header = AdminServer.basic("ada", AdminServer.PASSWORD);
        for (String path : List.of("/console/", LoginServlet.PAGE, "/admin/whoami")) {
            send(HttpRequest.newBuilder(server.uri(path)).header("Authorization", header));
        }
        assertThat(location(send(HttpRequest.newBuilder(server.uri("/console/")).header("Authorization", header))))
                .isEqualTo(LOGIN);
        assertThat(server.passwordChecks).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS"})
    void otherMethodsAreNotServed(String method) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(server.uri(LoginServlet.PAGE))
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    private HttpResponse<String> login(String name, String password) throws Exception {
        return send(Exchange.login(server, name, password));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private int whoAmI(String cookie) {
        try {
            return send(HttpRequest.newBuilder(server.uri("/admin/whoami")).header("Cookie", cookie))
                    .statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none, but " + answer.statusCode());
    }

    private static String cookie(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Set-Cookie")).hasSize(1);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
