package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.Vectors;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Requests as they come over the wire, from files: those that the door by itself is tested with, sent to {@code
 * /verify} of a real container, and those under {@code src/it/resources/vectors/wire}.
 */
interface WireScenario extends Scenario {

    /** Makes the short secrets of the files long enough to be registered. */
    String LONGER = "-and-more-so-that-it-is-long-enough";

    Pattern CREDENTIAL = Pattern.compile("(?i)(basic +)([A-Za-z0-9+/]+=*)");

    @TestFactory
    default Stream<DynamicTest> requests() throws Exception {
        registerThoseInTheFiles();
        return Vectors.in("request", WireScenario::isForTheDefaultMapping, vector -> {
            String[] lines = vector.lines("request").stream()
                    .map(line -> line.replaceFirst(" /app/(protected|verify)", " /countersign/verify"))
                    .map(WireScenario::withLongSecrets)
                    .toArray(String[]::new);
            Answer answer = raw(lines);
            int status = Integer.parseInt(vector.text("status"));
            vector.optional("error");
            vector.optional("body");
            if (lines[0].startsWith("TRACE ")) {
                // Many containers refuse it before it comes to us.
                vector.optional("reason");
                assertThat(answer.status()).as(answer.toString()).isIn(401, 403, 405);
                return;
            }
            assertThat(answer.status()).as(answer.toString()).isEqualTo(forProxy(status));
            Optional<String> reason = vector.optional("reason");
            if (reason.isPresent()) {
                assertThat(newestRefusal()).isEqualTo(reason.get());
            }
            assertRulesOfAllAnswers(answer, lines[0]);
        });
    }

    /**
     * Containers may answer these by themselves; but no request is authenticated wrongly, and our own answers are
     * well-formed.
     */
    @TestFactory
    default Stream<DynamicTest> attacks() throws Exception {
        registerThoseInTheFiles();
        return Vectors.in("wire", vector -> {
            String[] lines = vector.lines("request").toArray(String[]::new);
            List<String> admissible = vector.lines("status");
            try {
                Answer answer = raw(lines);
                assertThat(Integer.toString(answer.status()))
                        .as(answer.toString())
                        .isIn(admissible);
                if (List.of(204, 401, 403).contains(answer.status())) {
                    assertRulesOfAllAnswers(answer, lines[0]);
                }
            } catch (EOFException | SocketException e) {
                assertThat("closed").isIn(admissible);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> credentials() throws Exception {
        return Vectors.in("basic", vector -> {
            String authorization = vector.text("authorization");
            Answer answer = raw(
                    "GET /countersign/verify HTTP/1.1", "Host: localhost", "Authorization: " + authorization, "", "");
            // No client of these files is registered.
            assertThat(answer.status()).as(answer.toString()).isIn(400, 401);
            String reading = vector.text("reading");
            vector.optional("client_id");
            vector.optional("secret");
            if (answer.status() == 401) {
                assertRulesOfAllAnswers(answer, "GET");
                assertThat(newestRefusal())
                        .isIn(
                                switch (reading) {
                                    // One of them has the id of one that is registered.
                                    case "found" -> List.of("UNKNOWN_CLIENT", "WRONG_SECRET");
                                    // Undertow makes a space of a tab, and ends a field at a line break.
                                    case "nothing" -> List.of("METHOD_NOT_ALLOWED", "UNKNOWN_CLIENT");
                                    default -> List.of("MALFORMED", "UNKNOWN_CLIENT");
                                });
            }
        });
    }

    private static boolean isForTheDefaultMapping(Vectors.Vector vector) {
        List<String> lines = vector.lines("request");
        // Our own files have these: with the longer secret in the chunks, and with all that is announced.
        return lines.get(0).matches("\\S+ /app/(protected|verify)\\b.*")
                && lines.stream().noneMatch(line -> line.startsWith("Transfer-Encoding:"))
                && !lines.contains("Content-Length: 200000");
    }

    private void registerThoseInTheFiles() throws Exception {
        for (String[] client : new String[][] {
            {"billing", "billing-secret", "read write"}, {"other", "other-secret", ""}, {"a b:c", "s %+&=:", ""}
        }) {
            script().delete("/clients/" + path(client[0]), "*");
            script().register("\"client_id\":\"" + client[0] + "\",\"scope\":\"" + client[2] + "\"");
            assertThat(script().post(
                                    "/clients/" + path(client[0]) + "/secrets",
                                    "{\"replace\":true,\"secret\":\"" + client[1] + LONGER + "\"}")
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    private static String path(String id) {
        return id.matches("[a-z]+")
                ? id
                : "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String withLongSecrets(String line) {
        Matcher matcher = CREDENTIAL.matcher(line);
        return matcher.find() ? line.replace(matcher.group(2), withLongSecret(matcher.group(2))) : longer(line);
    }

    private static String withLongSecret(String base64) {
        String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(longer(decoded).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String longer(String text) {
        return text.replaceAll("((?:client_secret=|:)(?:[Bb]illing-secret|s\\+%25%2B%26%3D%3A))", "$1" + LONGER);
    }

    /** What proxies understand. */
    private static int forProxy(int status) {
        return switch (status) {
            case 200 -> 204;
            case 400, 405, 413 -> 401;
            default -> status;
        };
    }

    private String newestRefusal() throws IOException, InterruptedException {
        return Scenario.json(script().get("/refusals"))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("reason");
    }

    /** GEN-8, GEN-9, GEN-18. */
    private static void assertRulesOfAllAnswers(Answer answer, String requestLine) {
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("WWW-Authenticate").isPresent()).isEqualTo(answer.status() == 401);
        if (answer.status() == 204) {
            assertThat(answer.header("X-Client-Id")).isPresent();
            return;
        }
        assertThat(answer.header("X-Client-Id")).isEmpty();
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .matches("\\{\"error\":\"[a-z_]+\",\"error_description\":\"[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]*\"}|");
        if (answer.status() == 401) {
            assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=\"countersign\"");
            assertThat(answer.body()).isEqualTo(requestLine.startsWith("HEAD ") ? "" : INVALID_CLIENT);
        }
    }
}
