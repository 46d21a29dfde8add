package dev.countersign.boot;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.EnvEntry;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Another application at {@code /reports}, with our web fragment in a jar of its own, in a real container with
 * JNDI.
 */
final class TestApplication implements AutoCloseable {

    static final String STORE = "jdbc/countersign";
    static final String SECRET = "bootstrap-" + "s".repeat(32);

    static final String KEY = "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n";

    final WebAppContext context = new WebAppContext();
    private final Path directory;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** @param webXml what stands in {@code web-app} */
    TestApplication(Path directory, String webXml) throws Exception {
        this.directory = directory;
        Path war = directory.resolve("war");
        Files.createDirectories(war.resolve("WEB-INF/lib"));
        Files.writeString(
                war.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + webXml + "</web-app>");
        writeJar(war.resolve("WEB-INF/lib/countersign-classes.jar"));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(context);
        context.setContextPath("/reports");
        context.setBaseResourceAsPath(war);
        context.setTempDirectory(
                Files.createDirectories(directory.resolve("work")).toFile());
        // The classes are those of the test's own class path.
        context.setParentLoaderPriority(true);
        context.setThrowUnavailableOnStartupException(true);
    }

    /** With a store in a file, a key, and the first administrator. */
    TestApplication complete() throws Exception {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + directory.resolve("clients"));
        return bind(STORE, dataSource)
                .parameter("issuer", "https://auth.example.com")
                .parameter("masterKey", keyRing(KEY).toString())
                .parameter("bootstrapAdminSecret", SECRET);
    }

    TestApplication bind(String name, Object value) throws Exception {
        new EnvEntry(context, name, value, true);
        return this;
    }

    TestApplication parameter(String setting, String value) {
        context.setInitParameter("countersign." + setting, value);
        return this;
    }

    Path keyRing(String text) throws Exception {
        return Files.writeString(directory.resolve("master.keys"), text, StandardCharsets.ISO_8859_1);
    }

    TestApplication start() throws Exception {
        server.start();
        return this;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/reports" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As the administrator client, which is a client like any other here. */
    HttpResponse<String> getAsClient(String path) throws Exception {
        byte[] credential = ("admin:" + SECRET).getBytes(StandardCharsets.US_ASCII);
        return get(path, "Authorization", "Basic " + Base64.getEncoder().encodeToString(credential));
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/reports" + path))
                .headers(headers)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The status. */
    int post(String path, String form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/reports" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writeJar(Path jar) throws Exception {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("META-INF/web-fragment.xml"));
            zip.write(Files.readAllBytes(Path.of("target/classes/META-INF/web-fragment.xml")));
        }
    }
}
