package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An auditor at the executable WAR: reads every path of the interface's own description, and changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditorIT {

    private static final String PASSWORD = "the password of the administrator of this test";
    private static final String AUDITORS_PASSWORD = "the password of the auditor of this test";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    /** As the description is laid out. */
    private static final Pattern PATH = Pattern.compile("(?m)^    \"(/[^\"]*)\": \\{");

    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern KEY_ID = Pattern.compile("\"kid\":\"([^\"]+)\"");
    private static final Pattern LAST_USE = Pattern.compile(",?\"last_used_at\":\"[^\"]*\"");

    /** What may be posted by an auditor, unless it revokes. */
    private static final String LEAKED = "/leaked";

    @TempDir
    private static Path directory;

    private ExecutableWar war;
    private Administrator administrator;
    private String secret;

    /** How the auditor comes in. */
    enum Way {
        CLIENT,
        BEARER,
        PERSON
    }

    /** Sends requests with what proves who it is. */
    private record Caller(Visitor visitor, List<String> headers) {

        HttpResponse<String> send(String method, String path, String body) throws Exception {
            List<String> all = new ArrayList<>(headers);
            all.addAll(List.of("Content-Type", JSON, "If-Match", "*"));
            return visitor.send(method, path, body, all.toArray(String[]::new));
        }

        HttpResponse<String> get(String path) throws Exception {
            return visitor.get(path, headers.toArray(String[]::new));
        }
    }

    @BeforeAll
    void start() throws Exception {
        war = WarCommand.in(directory.resolve("data"))
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", PASSWORD)
                .withEnvironment("COUNTERSIGN_AUDITOR_PASSWORD", AUDITORS_PASSWORD)
                .start();
        administrator = new Administrator(war.url(), PASSWORD);
        secret = administrator.register("\"client_id\":\"watcher\",\"auditor\":true");
        administrator.register("\"client_id\":\"plain\"");
    }

    @AfterAll
    void stop() {
        war.close();
    }

    @ParameterizedTest
    @EnumSource
    void ops5_whatIsReadOnlyChangesNothing(Way way) throws Exception {
        Caller auditor = come(way);
        String before = state();
        for (String path : paths()) {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                HttpResponse<String> answer = auditor.send(method, path, "{}");

                assertThat(answer.statusCode())
                        .as(method + ' ' + path + ": " + answer.body())
                        .isIn(path.endsWith(LEAKED) && method.equals("POST") ? List.of(400, 403) : List.of(403));
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            }
            assertThat(auditor.get(path).statusCode()).as(path).isNotIn(401, 403, 500, 503);
            assertThat(auditor.get(path).statusCode())
                    .as(path)
                    .isEqualTo(
                            administrator.get(path.substring("/admin".length())).statusCode());
        }
        assertThat(auditor.send("POST", "/metrics", "{}").statusCode()).isEqualTo(403);

        assertThat(state()).isEqualTo(before);
        assertThat(auditor.get("/metrics").statusCode()).isEqualTo(200);
        assertThat(auditor.get("/admin/whoami").body()).contains("\"role\":\"auditor\"");
    }

    @Test
    void adm7_theAuditorSignsInWithASessionOfItsOwn() throws Exception {
        Visitor visitor = new Visitor(war.url());
        visitor.login("admin", PASSWORD);
        String administrators = visitor.cookie().orElseThrow();

        HttpResponse<String> in = visitor.login(Visitor.LOGIN, "auditor", AUDITORS_PASSWORD);

        assertThat(in.headers().firstValue("Location").orElseThrow()).endsWith("/console/");
        assertThat(visitor.cookie().orElseThrow()).isNotEqualTo(administrators);
        assertThat(visitor.get("/admin/whoami").body()).contains("\"auditor\"").doesNotContain("administrator");
        assertThat(new Visitor(war.url())
                        .get("/admin/whoami", "Cookie", administrators)
                        .statusCode())
                .as("the session before has ended")
                .isEqualTo(401);
        assertThat(visitor.get("/console/").statusCode()).isEqualTo(200);
    }

    @Test
    void adm1_neitherPersonSignsInByThePasswordOfTheOther() throws Exception {
        for (String[] wrong : new String[][] {
            {"admin", AUDITORS_PASSWORD}, {"auditor", PASSWORD}, {"Auditor", AUDITORS_PASSWORD}, {"", AUDITORS_PASSWORD}
        }) {
            Visitor visitor = new Visitor(war.url());

            assertThat(visitor.login(wrong[0], wrong[1]).headers().firstValue("Location"))
                    .as(wrong[0])
                    .hasValueSatisfying(place -> assertThat(place).endsWith("/login/failed.html"));
        }
    }

    @Test
    void ops2_thePasswordIsInNoFileAndInNoLine() throws Exception {
        come(Way.PERSON);

        assertThat(war.out() + war.err()).doesNotContain(AUDITORS_PASSWORD);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(AUDITORS_PASSWORD);
            }
        }
    }

    @Test
    void withoutAPasswordThereIsNoAuditor() throws Exception {
        try (ExecutableWar other = WarCommand.in(directory.resolve("other"))
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", PASSWORD)
                .withEnvironment("COUNTERSIGN_AUDITOR_PASSWORD", "")
                .start()) {
            for (String password : List.of("", PASSWORD, AUDITORS_PASSWORD)) {
                assertThat(new Visitor(other.url())
                                .login("auditor", password)
                                .headers()
                                .firstValue("Location"))
                        .hasValueSatisfying(place -> assertThat(place).endsWith("/login/failed.html"));
            }
        }
    }

    private Caller come(Way way) throws Exception {
        Visitor visitor = new Visitor(war.url());
        return switch (way) {
            case CLIENT -> new Caller(visitor, List.of("Authorization", Visitor.basic("watcher", secret)));
            case BEARER -> new Caller(visitor, List.of("Authorization", "Bearer " + token(visitor)));
            case PERSON -> {
                visitor.login("auditor", AUDITORS_PASSWORD);
                yield new Caller(visitor, List.of("Sec-Fetch-Site", "same-origin"));
            }
        };
    }

    private String token(Visitor visitor) throws Exception {
        return first(
                TOKEN,
                visitor.post(
                                "/token",
                                FORM,
                                "grant_type=client_credentials",
                                "Authorization",
                                Visitor.basic("watcher", secret))
                        .body());
    }

    /** Of every call, with the names of what there is. */
    private List<String> paths() throws Exception {
        String id = administrator.secretId("plain");
        String kid = first(KEY_ID, administrator.get("/signing-keys").body());
        List<String> paths = PATH.matcher(administrator.get("/openapi.json").body())
                .results()
                .map(MatchResult::group)
                .map(line -> "/admin" + first(PATH, line))
                .map(path ->
                        path.replace("{client}", "plain").replace("{id}", id).replace("{kid}", kid))
                .toList();
        assertThat(paths).hasSizeGreaterThan(20).contains("/admin/clients", "/admin/signing-keys");
        return paths;
    }

    /** All that administration can change, but for when a secret was last used. */
    private String state() throws Exception {
        StringBuilder state = new StringBuilder();
        for (String path :
                List.of("/clients", "/clients/plain", "/events", "/signing-keys", "/clients/plain/key-cache")) {
            state.append(LAST_USE.matcher(administrator.get(path).body()).replaceAll(""))
                    .append('\n');
        }
        return state.toString();
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
