package dev.countersign.it;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Asks a server, follows no redirect, and keeps its one cookie where a test can see it. */
public final class Visitor {
    public static final String LOGIN = "/login/login.html";

    private final HttpClient client;
    private final String url;
    private Optional<String> cookie = Optional.empty();

    /** @param url the application's, without a slash at the end */
    public Visitor(String url) {
        this.client = HttpClient.newHttpClient();
        this.url = url;
    }

    public Visitor(String url, SSLContext tls) {
        this.client = HttpClient.newBuilder().sslContext(tls).build();
        this.url = url;
    }

    /** @param protocol the only one, {@code TLSv1.2} */
    public Visitor(String url, SSLContext tls, String protocol) {
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .sslParameters(new SSLParameters(null, new String[] {protocol}))
                .build();
        this.url = url;
    }

    public static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().GET(), path, headers);
    }

    public HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder().header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)),
                path,
                headers);
    }

    public HttpResponse<String> delete(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().DELETE(), path, headers);
    }

    /** Any method; with a body, the type has to be among the headers. */
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.ofString(body)), path, headers);
    }

    /** Opens the console, and fills in the login page that comes instead. */
    public HttpResponse<String> login(String name, String password) throws IOException, InterruptedException {
        get("/console/");
        return login(LOGIN, name, password);
    }

    /** Fills in the login page at this path. */
    public HttpResponse<String> login(String page, String name, String password, String... headers)
            throws IOException, InterruptedException {
        return post(
                page,
                "application/x-www-form-urlencoded",
                loginForm(name, password),
                Stream.concat(Stream.of("Sec-Fetch-Site", "same-origin"), Stream.of(headers))
                        .toArray(String[]::new));
    }

    /** What the login page sends. */
    public static String loginForm(String name, String password) {
        return "j_username=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&j_password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
    }

    /** Name and value. */
    public Optional<String> cookie() {
        return cookie;
    }

    private HttpResponse<String> send(HttpRequest.Builder builder, String path, String... headers)
            throws IOException, InterruptedException {
        builder.uri(URI.create(url + path));
        cookie.ifPresent(value -> builder.header("Cookie", value));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        HttpResponse<String> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        response.headers()
                .firstValue("Set-Cookie")
                .ifPresent(line -> cookie = Optional.of(line.replaceFirst(";.*", "")));
        return response;
    }
}
