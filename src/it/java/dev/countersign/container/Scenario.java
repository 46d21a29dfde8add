package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What all parts of the scenario share: one running server, and those who knock at it. */
public interface Scenario {

    String FORM = "application/x-www-form-urlencoded";
    String JSON = "application/json";
    String PROBLEM = "tag:countersign.dev,2026:problem:";

    /** The answer to every request that is not authenticated. */
    String INVALID_CLIENT = "{\"error\":\"invalid_client\",\"error_description\":\"client authentication failed\"}";

    Server running();

    /** The only administrator among the clients. */
    Administrator script();

    default Visitor visitor() {
        return new Visitor(running().url());
    }

    /** A person with the role, who has just signed in. */
    default Visitor person() throws Exception {
        Visitor person = visitor();
        person.login(Server.PERSON, running().personsPassword());
        return person;
    }

    /** A call from one of our own pages; any version of a client will do. */
    default HttpResponse<String> byPerson(String method, String path, String json) throws Exception {
        return person().send(
                        method,
                        "/admin" + path,
                        json,
                        "Content-Type",
                        JSON,
                        "If-Match",
                        "*",
                        "Sec-Fetch-Site",
                        "same-origin");
    }

    /** A person with the role makes the first client that may administer. */
    default Administrator firstAdministrator() throws Exception {
        HttpResponse<String> created =
                byPerson("POST", "/clients", "{\"client_id\":\"operator\",\"administrator\":true}");
        assertThat(created.statusCode()).as(created.body() + running().log()).isEqualTo(201);
        // Run by itself, it has made one already.
        assertThat(byPerson("DELETE", "/clients/admin", "").statusCode()).isIn(204, 404);
        return new Administrator(running().url(), "operator", Administrator.secretIn(created));
    }

    default HttpResponse<String> verify(String id, String secret) throws Exception {
        return visitor().get("/verify", "Authorization", Visitor.basic(id, secret));
    }

    /** The log, with a line that holds this: what a server says takes its time on the way to us. */
    default String logWith(String text) throws InterruptedException {
        assertThat(running().awaitLog(line -> line.contains(text), Duration.ofSeconds(10)))
                .as("the log says " + text)
                .isTrue();
        return running().log();
    }

    /**
     * One request on a connection of its own, as it stands. {@code {length}} is the length of what follows the empty
     * line, which has to be there.
     */
    default Answer raw(String... lines) throws IOException {
        String request = String.join("\r\n", lines);
        int length = request.length() - request.indexOf("\r\n\r\n") - 4;
        try (RawConnection connection = new RawConnection(running().port())) {
            return connection.send(request.replace("{length}", Integer.toString(length)));
        }
    }

    static JsonObject json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static String tag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    static void assertProblem(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).getString("type")).isEqualTo(PROBLEM + problem);
    }

    /**
     * No error and no stack trace of ours: no request is a fault of the server. Containers log at lower levels what
     * they refuse.
     */
    static void assertQuiet(String log) {
        assertThat(log.lines()
                        .filter(line ->
                                line.matches(".*\\b(SEVERE|ERROR|FATAL)\\b.*") || line.contains("at dev.countersign.")))
                .as(log)
                .isEmpty();
    }
}
