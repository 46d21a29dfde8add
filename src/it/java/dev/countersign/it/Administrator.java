package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script with the credential of an administrator client. */
public final class Administrator {

    private static final Pattern SECRET = Pattern.compile("\"client_secret\":\"([^\"]+)\"");
    private static final Pattern SECRET_ID = Pattern.compile("\"secrets\":\\[\\{\"id\":\"([^\"]+)\"");
    private static final String JSON = "application/json";
    private static final String BOUNDARY = "between-the-parts";

    private final Visitor visitor;
    private final String authorization;

    public Administrator(String url, String password) {
        this(url, "admin", password);
    }

    public Administrator(String url, String id, String secret) {
        this(new Visitor(url), id, secret);
    }

    /** Over TLS, for example. */
    public Administrator(Visitor visitor, String id, String secret) {
        this.visitor = visitor;
        this.authorization = Visitor.basic(id, secret);
    }

    /** The value of its {@code Authorization} field. */
    public String authorization() {
        return authorization;
    }

    /** Registers a client, as the members of a JSON object say, and returns its secret. */
    public String register(String members) throws IOException, InterruptedException {
        HttpResponse<String> created = post("/clients", '{' + members + '}');
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return secretIn(created);
    }

    /** The secret in the one answer that has it. */
    public static String secretIn(HttpResponse<String> created) {
        return secretIn(created.body());
    }

    /** The secret in the body of the one answer that has it. */
    public static String secretIn(String created) {
        return first(SECRET, created);
    }

    /** The id of the client's only secret. */
    public String secretId(String client) throws IOException, InterruptedException {
        return first(SECRET_ID, get("/clients/" + client).body());
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return visitor.get("/admin" + path, "Authorization", authorization);
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return visitor.post("/admin" + path, JSON, json, "Authorization", authorization);
    }

    /** Imports a text file with public keys. */
    public HttpResponse<String> upload(String client, String format, String file)
            throws IOException, InterruptedException {
        return upload(client, format, file, false);
    }

    /** @param force whether a certificate may be out of its time */
    public HttpResponse<String> upload(String client, String format, String file, boolean force)
            throws IOException, InterruptedException {
        return send(client, format, file, part("force", Boolean.toString(force)));
    }

    /** @param alias how it shall be called */
    public HttpResponse<String> upload(String client, String format, String file, String alias)
            throws IOException, InterruptedException {
        return send(client, format, file, part("alias", alias));
    }

    private HttpResponse<String> send(String client, String format, String file, String parts)
            throws IOException, InterruptedException {
        String form =
                part("format", format) + parts + part("file\"; filename=\"upload", file) + "--" + BOUNDARY + "--\r\n";
        return visitor.post(
                "/admin/clients/" + client + "/certificates",
                "multipart/form-data; boundary=" + BOUNDARY,
                form,
                "Authorization",
                authorization);
    }

    private static String part(String name, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    /** A merge patch of the version that {@code ifMatch} names. */
    public HttpResponse<String> patch(String path, String json, String ifMatch)
            throws IOException, InterruptedException {
        return visitor.send(
                "PATCH",
                "/admin" + path,
                json,
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                ifMatch,
                "Authorization",
                authorization);
    }

    public HttpResponse<String> delete(String path, String ifMatch) throws IOException, InterruptedException {
        return visitor.delete("/admin" + path, "If-Match", ifMatch, "Authorization", authorization);
    }

    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return visitor.delete("/admin" + path, "Authorization", authorization);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
