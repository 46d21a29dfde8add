package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How people sign in and out, and what their session is good for. */
interface SessionScenario extends Scenario {

    String LOGIN = "/console/j_security_check";

    /** Something of the console's page. */
    String INSIDE = "id=\"console\"";

    @Test
    default void adm7_aSessionBeginsWithTheLoginAndItsCookieIsGuarded() throws Exception {
        Visitor visitor = visitor();
        HttpResponse<String> before = visitor.get("/console/");
        String early = visitor.cookie().orElse("none");
        HttpResponse<String> login = visitor.login(Server.PERSON, running().personsPassword());
        HttpResponse<String> inside = visitor.get("/console/");

        // A redirect to the login page, or the page itself.
        assertThat(before.statusCode()).isIn(200, 302, 303);
        assertThat(before.body()).doesNotContain(INSIDE);
        assertThat(login.statusCode()).isIn(302, 303);
        assertThat(inside.statusCode()).isEqualTo(200);
        assertThat(inside.body()).contains(INSIDE);
        assertThat(visitor.cookie().orElseThrow())
                .startsWith("countersign-session=")
                .isNotEqualTo(early);
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
        String form = "j_username=" + Server.PERSON + "&j_password=" + running().personsPassword();
        for (String planted :
                List.of("countersign-session=planted", "countersign-session=planted.node0", "JSESSIONID=planted")) {
            Visitor victim = visitor();
            HttpResponse<String> page = victim.get("/console/", "Cookie", planted);
            assertThat(page.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("planted");
            HttpResponse<String> login = victim.post(LOGIN, FORM, form, "Cookie", planted);
            assertThat(login.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("planted");
            assertThat(visitor().get("/admin/whoami", "Cookie", planted).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    default void adm7_theSessionBeforeTheLoginIsNotTheOneAfterIt() throws Exception {
        Visitor victim = visitor();
        victim.get("/console/");
        String before = victim.cookie().orElse("none");
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

            assertThat(failed.statusCode()).isIn(200, 302, 303, 401);
            assertThat(visitor.get("/console/").body()).doesNotContain(INSIDE);
            assertThat(visitor.get("/admin/whoami").statusCode()).isEqualTo(401);
        }
        assertThat(running().log()).doesNotContain(running().personsPassword());
    }

    /** Whoever has it bookmarked comes in at the front door all the same. */
    @Test
    default void theLoginPageStandsByItself() throws Exception {
        Visitor visitor = visitor();
        HttpResponse<String> page = visitor.get("/login/login.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<h1>Sign in</h1>").doesNotContain("jsessionid");

        assertThat(visitor.get("/console/").statusCode()).isIn(200, 302, 303);
        assertThat(visitor.post(
                                LOGIN,
                                FORM,
                                "j_username=" + Server.PERSON + "&j_password="
                                        + running().personsPassword())
                        .statusCode())
                .isIn(302, 303);
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
        visitor.get(first);
        HttpResponse<String> login = visitor.post(
                LOGIN,
                FORM,
                "j_username=" + Server.PERSON + "&j_password=" + running().personsPassword());

        // What somebody has typed may come back; but never the id of the session.
        assertThat(URI.create(running().url() + "/")
                        .resolve(login.headers().firstValue("Location").orElseThrow()))
                .asString()
                .matches(Pattern.quote(running().url()) + "(/.*)?")
                .doesNotContain("jsessionid=" + visitor.cookie().orElseThrow().replaceFirst(".*=", ""));
    }
}
