package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People and administrator clients may administer, and no other caller. */
interface AdministratorScenario extends Scenario {

    /** A method at a path below {@code /admin}. */
    record Door(String method, String path) {}

    /** Every call of the interface, with a client and a secret that may exist or not, and paths that are none. */
    private List<Door> doors() throws Exception {
        List<Door> doors = new ArrayList<>();
        JsonObject paths = Scenario.json(script().get("/openapi.json")).getJsonObject("paths");
        paths.forEach((path, calls) -> calls.asJsonObject()
                .keySet()
                .forEach(method -> doors.add(new Door(
                        method.toUpperCase(Locale.ROOT),
                        path.replace("{client}", "admin").replace("{id}", "x").replace("{kid}", "x")))));
        assertThat(doors).hasSizeGreaterThan(14);
        for (String method : List.of("GET", "POST", "DELETE", "OPTIONS", "BREW")) {
            doors.add(new Door(method, ""));
            doors.add(new Door(method, "/"));
            doors.add(new Door(method, "/no/such/thing"));
            doors.add(new Door(method, "/clients/"));
        }
        return doors;
    }

    @Test
    default void adm1_nobodyComesInByAnyMethodAtAnyPath() throws Exception {
        Visitor stranger = visitor();
        stranger.login(Server.PERSON, "wrong");
        for (Door door : doors()) {
            HttpResponse<String> refused = stranger.send(door.method(), "/admin" + door.path(), "");
            assertRefused(door, refused, 401, "unauthenticated");
            assertThat(challenge(refused)).startsWith("Basic ");

            // ADM-7: no dialog pops up.
            refused = stranger.send(door.method(), "/admin" + door.path(), "", "Sec-Fetch-Mode", "cors");
            assertRefused(door, refused, 401, "unauthenticated");
            assertThat(challenge(refused)).startsWith("Bearer ");
        }
    }

    @Test
    default void adm1_aWrongSecretOpensNothing() throws Exception {
        Visitor person = person();
        int guess = 0;
        for (Door door : doors()) {
            // Another client each time, so that this is not about throttling.
            String credential = Visitor.basic("nobody-" + guess++, running().personsPassword());
            HttpResponse<String> refused =
                    person.send(door.method(), "/admin" + door.path(), "", "Authorization", credential);

            assertRefused(door, refused, 401, "unauthenticated");
            assertThat(challenge(refused)).startsWith("Basic ");
        }
    }

    @Test
    default void adm1_aClientThatIsNoAdministratorOpensNothing() throws Exception {
        // ADM-6: neither a scope nor an id that is named like the role makes one.
        String secret =
                script().register("\"client_id\":\"countersign-admin\",\"scope\":\"countersign-admin administrator\"");
        String credential = Visitor.basic("countersign-admin", secret);
        for (Door door : doors()) {
            HttpResponse<String> refused =
                    visitor().send(door.method(), "/admin" + door.path(), "", "Authorization", credential);

            assertRefused(door, refused, 403, "forbidden");
        }
    }

    @Test
    default void adm2_aSessionChangesNothingFromAnotherSite() throws Exception {
        Visitor person = person();
        for (Door door : doors()) {
            HttpResponse<String> answer = person.send(
                    door.method(), "/admin" + door.path(), "{}", "Content-Type", JSON, "Sec-Fetch-Site", "cross-site");

            if (List.of("GET", "HEAD", "OPTIONS").contains(door.method())) {
                assertThat(answer.statusCode()).as(door.toString()).isIn(200, 204, 404);
            } else {
                assertRefused(door, answer, 403, "cross-site");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, same-origin, true",
        "Sec-Fetch-Site, none, true",
        "Sec-Fetch-Site, same-site, false",
        "Sec-Fetch-Site, cross-site, false",
        "Sec-Fetch-Site, Same-Origin, false",
        "Origin, own, true",
        "Origin, null, false",
        "Origin, http://localhost, false",
        "Origin, http://localhost.evil.example, false",
        "Origin, https://evil.example, false",
        "Referer, own, false"
    })
    default void adm2_aSessionChangesThingsFromOurOwnPages(String header, String value, boolean admitted)
            throws Exception {
        String sent = value.equals("own") ? running().origin() : value;

        HttpResponse<String> answer =
                person().send("POST", "/admin/clients", "{\"client_id\":7}", "Content-Type", JSON, header, sent);

        assertThat(answer.statusCode()).isEqualTo(admitted ? 400 : 403);
        assertThat(answer.body()).contains(PROBLEM + (admitted ? "invalid-value" : "cross-site"));
    }

    @Test
    default void adm6_onlyAPersonMakesAnAdministratorAndADisabledOneIsNone() throws Exception {
        String body = "{\"client_id\":\"deputy\",\"administrator\":true}";
        Scenario.assertProblem(script().post("/clients", body), 403, "forbidden");
        script().register("\"client_id\":\"plain\"");
        Scenario.assertProblem(script().patch("/clients/plain", "{\"administrator\":true}", "*"), 403, "forbidden");

        HttpResponse<String> created = byPerson("POST", "/clients", body);
        assertThat(created.statusCode()).isEqualTo(201);
        Administrator deputy = new Administrator(
                running().url(), "deputy", Scenario.json(created).getString("client_secret"));
        assertThat(deputy.get("/whoami").body()).contains("\"deputy\"", "\"client\"");

        assertThat(script().patch("/clients/deputy", "{\"enabled\":false}", "*").statusCode())
                .isEqualTo(200);
        assertThat(deputy.get("/whoami").statusCode()).isEqualTo(401);
        Scenario.assertProblem(script().patch("/clients/deputy", "{\"enabled\":true}", "*"), 403, "forbidden");

        assertThat(byPerson("PATCH", "/clients/deputy", "{\"enabled\":true}").statusCode())
                .isEqualTo(200);
        assertThat(deputy.get("/whoami").statusCode()).isEqualTo(200);
        assertThat(deputy.delete("/clients/deputy", "*").statusCode()).isEqualTo(204);
        assertThat(deputy.get("/whoami").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"administrator\":false}",
                "{\"administrator\":null}",
                "{\"enabled\":false}",
                "{\"access_type\":\"public\"}"
            })
    default void adm6_theLastAdministratorStays(String patch) throws Exception {
        Scenario.assertProblem(script().patch("/clients/operator", patch, "*"), 409, "last-administrator");
        Scenario.assertProblem(byPerson("PATCH", "/clients/operator", patch), 409, "last-administrator");
        Scenario.assertProblem(script().delete("/clients/operator", "*"), 409, "last-administrator");
    }

    private static String challenge(HttpResponse<String> response) {
        return String.join("; ", response.headers().allValues("WWW-Authenticate"));
    }

    private static void assertRefused(Door door, HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(door.toString()).isEqualTo(status);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .as(door.toString())
                .isEmpty();
        assertThat(answer.body()).as(door.toString()).contains(PROBLEM + problem);
    }
}
