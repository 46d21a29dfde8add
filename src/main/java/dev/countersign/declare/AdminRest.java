package dev.countersign.declare;

import dev.countersign.text.MalformedException;
import dev.countersign.text.ShownText;
import dev.countersign.text.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of the admin REST interface that the commands need. Thread-safe. */
final class AdminRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAGE_LIMIT = 200;
    private static final int MAX_PROBLEM_CHARS = 500;

    private final String administration;
    private final String clients;
    private final String authorization;
    private final HttpClient http;

    /**
     * The answer to a call.
     *
     * @param members of its body; empty where it has none
     */
    record Reply(int status, Map<String, Object> members) {

        /** For people. */
        String problem() {
            Object detail = members.getOrDefault("detail", members.getOrDefault("title", ""));
            String field = members.get("field") instanceof String name ? name + ": " : "";
            return "the server answers " + status + " "
                    + ShownText.fitting(field + detail, MAX_PROBLEM_CHARS).trim();
        }
    }

    /** @throws DeclarationException when the file with the trusted CAs cannot be read */
    AdminRest(ServerAccess server) throws DeclarationException {
        this.administration = server.base() + "/admin";
        this.clients = administration + "/clients";
        this.authorization = server.authorization();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(TIMEOUT);
        if (server.authorities().isPresent()) {
            builder.sslContext(TrustedAuthorities.of(server.authorities().get()));
        }
        this.http = builder.build();
    }

    /** All clients, as lists show them, with the registered keys in PEM; ordered by id. */
    List<Map<String, Object>> all() throws DeclarationException {
        List<Map<String, Object>> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            String query = "?keys=pem&limit=" + PAGE_LIMIT
                    + after.map(id -> "&after=" + encoded(id)).orElse("");
            Reply page = expect(200, call("GET", clients + query, Optional.empty(), Map.of()));
            for (Object item : list(page.members().get("items"))) {
                all.add(object(item));
            }
            after = Optional.ofNullable(page.members().get("next"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast);
        } while (after.isPresent());
        return all;
    }

    /**
     * Reads a client anew, with what is declared of it.
     *
     * @param present the client, as the server told it before
     */
    Map<String, Object> read(Map<String, Object> present) throws DeclarationException {
        return expect(200, call("GET", place(present) + "?keys=pem", Optional.empty(), Map.of()))
                .members();
    }

    /** Whether there is such a client. */
    boolean exists(String id) throws DeclarationException {
        // In a path a blank is not written as in a query.
        Reply reply = call("GET", clients + "/" + encoded(id).replace("+", "%20"), Optional.empty(), Map.of());
        if (reply.status() == 404) {
            return false;
        }
        expect(200, reply);
        return true;
    }

    /**
     * Registers several clients.
     *
     * @return for each in the same order: status 201 and the client, or another status and the problem
     */
    List<Reply> createAll(List<Map<String, Object>> wanted) throws DeclarationException {
        Map<String, Object> body = Map.of("clients", wanted);
        Reply reply = expect(200, call("POST", administration + "/bulk", Optional.of(body), Map.of()));
        List<Reply> ends = new ArrayList<>();
        for (Object item : list(reply.members().get("items"))) {
            Map<String, Object> end = object(item);
            int status = end.get("status") instanceof Long number ? Math.toIntExact(number) : 0;
            ends.add(new Reply(status, object(end.get(status == 201 ? "client" : "problem"))));
        }
        if (ends.size() != wanted.size()) {
            throw new DeclarationException("the answer of the server does not tell of each client");
        }
        return ends;
    }

    /**
     * Replaces a client.
     *
     * @param present the client as the server told it before
     * @return status 412: it has changed since
     */
    Reply replace(Map<String, Object> present, Map<String, Object> wanted) throws DeclarationException {
        Reply reply = call("PUT", place(present), Optional.of(wanted), Map.of("If-Match", version(present)));
        return reply.status() == 412 ? reply : expect(200, reply);
    }

    /** @param present the client as the server told it before; one that has gone since is no failure */
    void delete(Map<String, Object> present) throws DeclarationException {
        Reply reply = call("DELETE", place(present), Optional.empty(), Map.of("If-Match", version(present)));
        if (reply.status() == 412) {
            throw new DeclarationException("it was changed by others meanwhile: apply again");
        }
        if (reply.status() != 404) {
            expect(204, reply);
        }
    }

    /** @param client as the server told it before */
    void addSecret(Map<String, Object> client, ImportedSecret secret) throws DeclarationException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("label", secret.label());
        members.put("secret", secret.value());
        members.put("imported", true);
        secret.lifetime().ifPresent(lifetime -> members.put("lifetime", lifetime.toString()));
        expect(201, call("POST", place(client) + "/secrets", Optional.of(members), Map.of()));
    }

    /**
     * The secrets of clients in a text, as items with {@code client_id}, {@code secret_id}, {@code label}, {@code
     * live}.
     */
    List<Map<String, Object>> leaked(String text, boolean revoke) throws DeclarationException {
        Map<String, Object> members = Map.of("text", text, "revoke", revoke);
        Reply reply = expect(200, call("POST", administration + "/leaked", Optional.of(members), Map.of()));
        List<Map<String, Object>> items = new ArrayList<>();
        for (Object item : list(reply.members().get("items"))) {
            items.add(object(item));
        }
        return items;
    }

    private static String version(Map<String, Object> present) {
        return "\"" + present.get("version") + "\"";
    }

    /** Below the URL that was given: a proxy may show the server at another path than the server knows. */
    private String place(Map<String, Object> present) throws DeclarationException {
        String self = String.valueOf(object(present.get("links")).get("self"));
        return clients + "/" + self.substring(self.lastIndexOf('/') + 1);
    }

    private Reply call(String method, String url, Optional<Map<String, Object>> body, Map<String, String> headers)
            throws DeclarationException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Accept", "application/json");
        headers.forEach(request::header);
        body.ifPresent(members -> request.header("Content-Type", "application/json"));
        request.method(
                method,
                body.map(members -> BodyPublishers.ofString(JsonWriter.line(members)))
                        .orElseGet(BodyPublishers::noBody));
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), members(response));
        } catch (IOException e) {
            throw new DeclarationException("cannot reach " + clients + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeclarationException("interrupted while " + clients + " was asked", e);
        }
    }

    /** Of a refusal: none, where something else than the server has answered, a proxy for example. */
    private static Map<String, Object> members(HttpResponse<byte[]> response) throws DeclarationException {
        try {
            return response.body().length == 0 ? Map.of() : StrictJson.object(response.body());
        } catch (MalformedException e) {
            if (response.statusCode() >= 300) {
                return Map.of();
            }
            throw new DeclarationException("the answer of the server cannot be read: " + e.rule(), e);
        }
    }

    private static Reply expect(int status, Reply reply) throws DeclarationException {
        if (reply.status() != status) {
            throw new DeclarationException(reply.problem());
        }
        return reply;
    }

    private static List<?> list(@Nullable Object value) throws DeclarationException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new DeclarationException("the answer of the server is no list of clients");
    }

    @SuppressWarnings("unchecked") // What StrictJson reads.
    private static Map<String, Object> object(@Nullable Object value) throws DeclarationException {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new DeclarationException("the answer of the server is no client");
    }

    /** As queries have it. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
