package dev.countersign.admin;

import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests to a server under test, with headers that stay. */
final class Exchange {

    private final AdminServer server;
    private final HttpClient http;
    private final Map<String, String> headers = new LinkedHashMap<>();

    Exchange(AdminServer server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    /** What came back. */
    record Reply(int status, HttpResponse<String> response) {

        /** The body is JSON. */
        Map<String, Object> json() {
            return JsonText.read(response.body().getBytes(StandardCharsets.UTF_8));
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Object field() {
            return json().getOrDefault("field", "");
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> items() {
            return (List<Map<String, Object>>) json().getOrDefault("items", List.of());
        }
    }

    Exchange header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Exchange without(String name) {
        headers.remove(name);
        return this;
    }

    Reply get(String path) throws Exception {
        return send("GET", path, "");
    }

    Reply post(String path, String json) throws Exception {
        headers.put("Content-Type", "application/json");
        return send("POST", path, json);
    }

    Reply upload(String path, Upload body) throws Exception {
        return upload(path, body.bytes());
    }

    Reply upload(String path, byte[] body) throws Exception {
        headers.put("Content-Type", Upload.TYPE);
        return send("POST", path, body);
    }

    Reply put(String path, String json, String ifMatch) throws Exception {
        headers.put("Content-Type", "application/json");
        headers.put("If-Match", ifMatch);
        return send("PUT", path, json);
    }

    Reply patch(String path, String json, String ifMatch) throws Exception {
        headers.put("Content-Type", "application/merge-patch+json");
        headers.put("If-Match", ifMatch);
        return send("PATCH", path, json);
    }

    Reply delete(String path, String ifMatch) throws Exception {
        headers.put("If-Match", ifMatch);
        return send("DELETE", path, "");
    }

    Reply send(String method, String path, String body) throws Exception {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Conditions and types are forgotten afterwards. */
    Reply send(String method, String path, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        headers.remove("If-Match");
        headers.remove("Content-Type");
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Reply(response.statusCode(), response);
    }

    /** A browser that has gone through our login form. */
    static HttpClient signedIn(AdminServer server, String name) throws IOException, InterruptedException {
        HttpClient browser = browser();
        expect("/console/", browser, login(server, name, AdminServer.PASSWORD));
        return browser;
    }

    /** A browser that has gone through the container's own. */
    static HttpClient signedInByContainer(AdminServer server, String name) throws IOException, InterruptedException {
        HttpClient browser = browser();
        String form = "j_username=" + name + "&j_password=" + AdminServer.PASSWORD.replace(' ', '+');
        expect("/", browser, form(server, "/sign-on/j_security_check", form));
        return browser;
    }

    /** What our login form sends. */
    static HttpRequest.Builder login(AdminServer server, String name, String password) {
        String form = "j_username=" + name + "&j_password=" + password.replace(' ', '+');
        return form(server, LoginServlet.PAGE, form).header("Sec-Fetch-Site", "same-origin");
    }

    static HttpRequest.Builder form(AdminServer server, String path, String form) {
        return HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private static void expect(String path, HttpClient browser, HttpRequest.Builder login)
            throws IOException, InterruptedException {
        HttpResponse<?> answer = browser.send(login.build(), BodyHandlers.discarding());
        if (!answer.uri().getPath().replaceFirst(";.*", "").equals("/countersign" + path)) {
            throw new IllegalStateException("the login led to " + answer.uri() + " with " + answer.statusCode());
        }
    }
}
