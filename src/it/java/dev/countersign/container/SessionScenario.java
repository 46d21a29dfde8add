package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.RawConnection;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How people sign in and out, and what their session is good for. */
interface SessionScenario extends Scenario {

    String CONSOLE = "/countersign/console/";
    String FAILED = "/countersign/login/failed.html";

    /** Something of the console's page. */
    String INSIDE = "id=\"console\"";

    @Test
    default void adm7_aSessionBeginsWithTheLoginAndItsCookieIsGuarded() throws Exception {
        Visitor visitor = visitor();
        HttpResponse<String> before = visitor.get("/console/");
        assertThat(before.headers().firstValue("Set-Cookie")).isEmpty();
        HttpResponse<String> login = visitor.login(Server.PERSON, running().personsPassword());
        HttpResponse<String> inside = visitor.get("/console/");

        assertThat(before.headers().firstValue("Location")).contains("/countersign" + Visitor.LOGIN);
        assertThat(login.headers().firstValue("Location")).contains(CONSOLE);
        assertThat(login.headers().allValues("Set-Cookie")).hasSize(1);
        assertThat(inside.statusCode()).isEqualTo(200);
        assertThat(inside.body()).contains(INSIDE);
        assertThat(visitor.cookie().orElseThrow()).startsWith("countersign-session=");
        for (HttpResponse<String> answer : List.of(before, login, inside)) {
            assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("jsessionid", ";");
            assertThat(answer.body()).doesNotContain("jsessionid", ";countersign-session");
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .allSatisfy(cookie -> assertThat(cookie)
                            .containsIgnoringCase("; HttpOnly")
                            .containsIgnoringCase("; SameSite=Lax")
                            .containsIgnoringCase("; Path=/countersign")
                            .doesNotContainIgnoringCase("; Secure"));
        }
    }

    @Test
    default void adm7_anIdThatSomebodyPlantedIsNotTaken() throws Exception {
        for (String planted :
                List.of("countersign-session=planted", "countersign-session=planted.node0", "JSESSIONID=planted")) {
            Visitor victim = visitor();
            HttpResponse<String> page = victim.get("/console/", "Cookie", planted);
            assertThat(page.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("planted");
            HttpResponse<String> login =
                    victim.login(Visitor.LOGIN, Server.PERSON, running().personsPassword(), "Cookie", planted);
            assertThat(login.headers().firstValue("Location")).contains(CONSOLE);
            assertThat(login.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("planted");
            assertThat(visitor().get("/admin/whoami", "Cookie", planted).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    default void adm7_theSessionBeforeALoginIsNotTheOneAfterIt() throws Exception {
        Visitor victim = person();
        String before = victim.cookie().orElseThrow();
        victim.login(Server.PERSON, running().personsPassword());

        assertThat(victim.get("/admin/whoami").statusCode()).isEqualTo(200);
        assertThat(visitor().get("/admin/whoami", "Cookie", before).statusCode())
                .isEqualTo(401);
    }

    @Test
    default void aSessionIsGoodForAdministrationAndNothingElse() throws Exception {
        Visitor person = person();
        HttpResponse<String> whoami = person.get("/admin/whoami");

        assertThat(whoami.statusCode()).isEqualTo(200);
        assertThat(whoami.body()).contains("\"" + Server.PERSON + "\"", "\"person\"");
        assertThat(person.get("/verify").statusCode()).isEqualTo(401);
        // In a path it is none.
        String id = person.cookie().orElseThrow().replaceFirst(".*?=", "");
        for (String name : List.of("jsessionid", "JSESSIONID", "countersign-session")) {
            assertThat(visitor().get("/admin/whoami;" + name + "=" + id).statusCode())
                    .isNotEqualTo(200);
            assertThat(visitor().get("/admin;" + name + "=" + id + "/whoami").statusCode())
                    .isNotEqualTo(200);
        }
    }

    @Test
    default void adm1_aWrongNameOrPasswordStaysOutside() throws Exception {
        for (String[] wrong : new String[][] {{"root", running().personsPassword()}, {Server.PERSON, ""}}) {
            Visitor visitor = visitor();
            HttpResponse<String> failed = visitor.login(wrong[0], wrong[1]);

            assertThat(failed.headers().firstValue("Location")).contains(FAILED);
            assertThat(failed.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(visitor.get("/console/").body()).doesNotContain(INSIDE);
            assertThat(visitor.get("/admin/whoami").statusCode()).isEqualTo(401);
        }
        assertThat(running().log()).doesNotContain(running().personsPassword());
    }

    /** A bookmark of it leads to the front door all the same. */
    @Test
    default void theLoginPageStandsByItself() throws Exception {
        Visitor visitor = visitor();
        HttpResponse<String> page = visitor.get(Visitor.LOGIN);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Sign in</h1>").doesNotContain("jsessionid");

        visitor.login(Visitor.LOGIN, Server.PERSON, running().personsPassword());
        assertThat(visitor.get("/console/").body()).contains(INSIDE);
    }

    /** Where its form would go to, and its style sheet come from, another application may be. */
    @Test
    default void theLoginPageDoesNotStandInThePlaceOfTheConsoleWithoutItsSlash() throws Exception {
        HttpResponse<String> page = visitor().get("/console");

        assertThat(page.statusCode()).isIn(301, 302, 303);
        assertThat(page.headers().firstValue("Location").orElseThrow())
                .matches(".*/countersign/(console/|login/login.html)");
    }

    @Test
    default void adm7_signingOutEndsTheSession() throws Exception {
        Visitor leaving = person();
        String cookie = leaving.cookie().orElseThrow();
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(leaving.send("POST", "/console/logout", "", "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
        }
        leaving.get("/console/logout");
        assertThat(leaving.get("/admin/whoami").body()).contains("\"person\"");

        HttpResponse<String> left = leaving.send("POST", "/console/logout", "", "Sec-Fetch-Site", "same-origin");

        assertThat(left.headers().firstValue("Location")).contains("/countersign/console/");
        assertThat(visitor().get("/admin/whoami", "Cookie", cookie).statusCode())
                .isEqualTo(401);
    }

    @Test
    default void whoeverSignsInComesToWhereTheLinkLed() throws Exception {
        String query = "?client=a%2Fb&tab=keys";
        Visitor visitor = visitor();

        assertThat(visitor.get("/console/" + query).headers().firstValue("Location"))
                .contains("/countersign" + Visitor.LOGIN + query);
        assertThat(visitor.login(Visitor.LOGIN + query, Server.PERSON, "wrong")
                        .headers()
                        .firstValue("Location"))
                .contains(FAILED + query);
        assertThat(visitor.login(
                                "/login/failed.html" + query,
                                Server.PERSON,
                                running().personsPassword())
                        .headers()
                        .firstValue("Location"))
                .contains(CONSOLE + query);
        assertThat(visitor.get("/console/" + query).body()).contains(INSIDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console//evil.example",
                "/console/?next=//evil.example",
                "/console/;jsessionid=x",
                "/console/%0d%0aLocation:%20//evil.example",
                "/console/logout"
            })
    default void adm7_aLoginLeadsNowhereElse(String first) throws Exception {
        Visitor visitor = visitor();
        String page = visitor.get(first)
                .headers()
                .firstValue("Location")
                .filter(location -> location.startsWith("/countersign"))
                .map(location -> location.substring("/countersign".length()))
                .orElse(Visitor.LOGIN);
        HttpResponse<String> login =
                visitor.login(page, Server.PERSON, running().personsPassword());

        assertThat(login.headers().firstValue("Location").orElseThrow())
                .matches(Pattern.quote(CONSOLE) + "([?].*)?")
                .doesNotContain("jsessionid=" + visitor.cookie().orElseThrow().replaceFirst(".*=", ""));
    }

    /** A container's own login takes it at the end of any path, as often as one likes. */
    @Test
    default void adm7_thereIsOneWayToSignIn() throws Exception {
        String form = Visitor.loginForm(Server.PERSON, running().personsPassword());
        for (String path :
                List.of("/console/x/j_security_check", "/login/j_security_check", "/j_security_check", "/login/")) {
            for (String query : List.of("", "?" + form)) {
                HttpResponse<String> answer = visitor().post(path + query, FORM, form, "Sec-Fetch-Site", "same-origin");
                assertThat(answer.statusCode()).as(path).isBetween(300, 499);
                assertThat(answer.headers().firstValue("Set-Cookie")).as(path).isEmpty();
            }
        }
        String basic = Visitor.basic(Server.PERSON, running().personsPassword());
        HttpResponse<String> byHeader = visitor().get("/console/", "Authorization", basic);
        assertThat(byHeader.headers().firstValue("Location")).contains("/countersign" + Visitor.LOGIN);
        assertThat(byHeader.headers().firstValue("Set-Cookie")).isEmpty();
    }

    /** Of a container's form login; it comes from no browser, so it says nothing of its site. */
    @Test
    default void aScriptThatKnowsAFormLoginSignsIn() throws Exception {
        Visitor script = visitor();
        HttpResponse<String> login = script.post(
                "/console/j_security_check",
                FORM,
                Visitor.loginForm(Server.PERSON, running().personsPassword()));

        assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("/countersign/console/");
        assertThat(script.get("/admin/whoami").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, null",
        "Origin, http://localhost.evil.example"
    })
    default void adm2_noOtherSiteSignsAnybodyIn(String header, String value) throws Exception {
        HttpResponse<String> answer = visitor()
                .post(
                        Visitor.LOGIN,
                        FORM,
                        Visitor.loginForm(Server.PERSON, running().personsPassword()),
                        header,
                        value);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    default void gen16_aLoginFormIsShortAndWellFormed() throws Exception {
        Map<String, Integer> statuses = Map.of(
                "j_username=%zz&j_password=x",
                400,
                "j_username=a&j_username=b&j_password=x",
                400,
                "j_password=" + "x".repeat(8192),
                413,
                "j_password=" + "x".repeat(100_000),
                413);
        statuses.forEach((form, status) -> {
            try {
                assertThat(visitor()
                                .post(Visitor.LOGIN, FORM, form, "Sec-Fetch-Site", "same-origin")
                                .statusCode())
                        .isEqualTo(status);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** A login from another address is not slowed down, nor is the name locked. */
    @Test
    default void adm7_whoeverGuessesHasToWaitAndNoOneElse() throws Exception {
        String guesser = "127.0.0.9";
        for (int guess = 0; guess < 10; guess++) {
            assertThat(loginFrom(guesser, "guess-" + guess)).contains(FAILED);
        }
        // Even the right one: or else guessing would go on at full speed.
        assertThat(loginFrom(guesser, running().personsPassword())).contains(FAILED);
        assertThat(logWith("login=console refused=THROTTLED source=" + guesser)).doesNotContain("guess-");
        assertThat(loginFrom("127.0.0.1", running().personsPassword())).contains(CONSOLE);
    }

    /** Where the login leads that comes from this address of this machine. */
    private Optional<String> loginFrom(String address, String password) throws IOException {
        String form = Visitor.loginForm(Server.PERSON, password);
        InetAddress here = InetAddress.getLoopbackAddress();
        Socket from = new Socket(here, running().port(), InetAddress.getByName(address), 0);
        try (RawConnection connection = new RawConnection(from)) {
            return connection
                    .send("POST /countersign" + Visitor.LOGIN + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                            + "\r\nSec-Fetch-Site: same-origin\r\nContent-Length: " + form.length() + "\r\n\r\n" + form)
                    .header("Location");
        }
    }

    @Test
    default void adm7_onePersonHasABoundedNumberOfSessions() throws Exception {
        List<Visitor> visits = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            visits.add(person());
        }
        List<Integer> statuses = new ArrayList<>();
        for (Visitor visit : visits) {
            statuses.add(visit.get("/admin/whoami").statusCode());
        }
        assertThat(statuses).startsWith(401, 401, 200).endsWith(200).doesNotContain(500);
    }
}
