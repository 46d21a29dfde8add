package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.container.Tomcat;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory with the WAR, a key ring and a file with the clients: made by the lines of the page about stores. */
@Tag("full")
class ClientsFileIT {

    private static final Page PAGE = Page.at("src/doc/stores.md");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern SECRET = Pattern.compile("(?m)^secret: (\\S+) ");
    private static final Pattern HASH = Pattern.compile("\\{\"id\": \"([^\"]+)\", \"hash\": \"([^\"]+)\"}");
    private static final Pattern SETTINGS =
            Pattern.compile("COUNTERSIGN_STORE=file:(\\S+) COUNTERSIGN_MASTER_KEY=(\\S+)");

    /** A second, and what the test and a busy machine need. */
    private static final Duration A_SECOND = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    private Path file;
    private Path keys;
    private String administrator;
    private String billing;
    private String administratorEntry;
    private String billingEntry;

    @BeforeEach
    void followThePage() throws Exception {
        Path war = Path.of(System.getProperty("countersign.war", "target/countersign.war"));
        Files.createSymbolicLink(directory.resolve("countersign.war"), war.toAbsolutePath());
        String lines = PAGE.blocks("A file", "sh").get(0);
        Matcher named = SETTINGS.matcher(PAGE.blocks("A file", "sh").get(1));
        assertThat(named.find()).isTrue();
        file = directory.resolve(named.group(1));
        keys = directory.resolve(named.group(2));
        Made made = made(lines);
        billing = made.secret;
        billingEntry = "{\"client_id\":\"billing\",\"scope\":\"invoices.read\",\"secrets\":[" + made.entry() + "]}";
        made = made(lines.substring(lines.indexOf("java ")).replace("billing", "ops"));
        administrator = made.secret;
        administratorEntry = "{\"client_id\":\"ops\",\"administrator\":true,\"secrets\":[" + made.entry() + "]}";
        Files.writeString(file, "[" + administratorEntry + ",\n" + billingEntry + "]");
    }

    @Test
    void javaServesTheFileAndFollowsIt() throws Exception {
        try (ExecutableWar war = WarCommand.in(directory.resolve("state"))
                .withEnvironment("COUNTERSIGN_STORE", "file:" + file)
                .withEnvironment("COUNTERSIGN_MASTER_KEY", keys.toString())
                .start()) {
            Visitor visitor = new Visitor(war.url());
            assertThat(war.out()).contains("for the console; the clients are those of the setting store");
            assertServes(visitor);
            assertThat(new Visitor(war.url()).login("admin", war.password()).statusCode())
                    .isEqualTo(303);

            replace("[" + administratorEntry + "]");
            until(() -> verify(visitor) == 401);
            replace("[" + administratorEntry + ",\n" + billingEntry + "]");
            // Not by the client itself, whose failures would be throttled.
            until(() -> isListed(visitor));
            assertThat(verify(visitor)).isEqualTo(204);

            // A broken edit: the last right one stays, and health and log tell.
            Files.writeString(file, "[\n{\"client_id\": \"billing\",}]");
            until(() -> health(visitor).equals("down"));
            assertThat(visitor.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(verify(visitor)).isEqualTo(204);
            assertThat(war.awaitErr(line -> line.contains("line 2, column 25: not JSON"), A_SECOND))
                    .isTrue();
            replace("[" + administratorEntry + ",\n" + billingEntry + "]");
            until(() -> health(visitor).equals("up"));
        }
    }

    @Test
    void aWrongFileAtTheStartIsRefusedInOneLine() throws Exception {
        Files.writeString(file, "[\n{\"client_id\": \"billing\", \"colour\": \"red\"}]");

        WarCommand.Result refused = WarCommand.in(directory.resolve("state"))
                .withEnvironment("COUNTERSIGN_STORE", "file:" + file)
                .withEnvironment("COUNTERSIGN_MASTER_KEY", keys.toString())
                .run();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("line 2, column 36: colour: Unknown member.");
    }

    @Test
    void theAdministrationWritesAWritableFile() throws Exception {
        try (ExecutableWar war = WarCommand.in(directory.resolve("state"))
                .withEnvironment("COUNTERSIGN_STORE", "file:" + file + "?writable=true")
                .withEnvironment("COUNTERSIGN_MASTER_KEY", keys.toString())
                .start()) {
            Visitor visitor = new Visitor(war.url());
            HttpResponse<String> made = visitor.post(
                    "/admin/clients", "application/json", "{\"client_id\":\"new\"}", "Authorization", ops());
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(Files.readString(file)).contains(billingEntry, "\"client_id\": \"new\"");
            assertThat(visitor.get("/admin/events?client=new", "Authorization", ops())
                            .body())
                    .contains("client.create", "client:ops");
            war.terminate();
        }
    }

    @Test
    void tomcatServesTheFileToo() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("tomcat-folder"));
        try (Tomcat tomcat = new Tomcat("11.", folder)) {
            tomcat.edited(page -> page.with("$CATALINA_BASE/conf/countersign.keys\"/>", keys + "\"/>"));
            tomcat.with("store", "file:" + file).start();
            Visitor visitor = new Visitor(tomcat.url());
            assertServes(visitor);
            replace("[" + administratorEntry + "]");
            until(() -> verify(visitor) == 401);
        }
    }

    private void assertServes(Visitor visitor) throws Exception {
        assertThat(verify(visitor)).isEqualTo(204);
        assertThat(visitor.get("/verify", "Authorization", Visitor.basic("billing", administrator))
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> token = visitor.post(
                "/token", FORM, "grant_type=client_credentials", "Authorization", Visitor.basic("billing", billing));
        assertThat(token.statusCode()).isEqualTo(200);
        assertThat(token.body()).contains("invoices.read");
        assertThat(visitor.get("/admin/server", "Authorization", ops()).body()).contains("\"kind\":\"file\"");
        assertThat(visitor.get("/admin/clients?search=bill", "Authorization", ops())
                        .body())
                .contains("\"billing\"");
        HttpResponse<String> refused = visitor.post("/admin/clients", "application/json", "{}", "Authorization", ops());
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
        assertThat(refused.body()).contains("read-only", "Change the file clients.json");
        assertThat(leaked(visitor, "").body()).isEqualTo("{\"items\":[]}");
        HttpResponse<String> notRevoked = leaked(visitor, ",\"revoke\":true");
        assertThat(notRevoked.statusCode()).isEqualTo(405);
        assertThat(notRevoked.headers().firstValue("Allow")).contains("OPTIONS, POST");
        assertThat(notRevoked.body()).contains("Change the file clients.json", "\"field\":\"revoke\"");
    }

    private HttpResponse<String> leaked(Visitor visitor, String more) throws Exception {
        String json = "{\"text\":\"nothing of ours\"" + more + "}";
        return visitor.post("/admin/leaked", "application/json", json, "Authorization", ops());
    }

    private String health(Visitor visitor) throws Exception {
        Matcher clients = Pattern.compile("\"clients\":\"([a-z]+)\"")
                .matcher(visitor.get("/admin/server", "Authorization", ops()).body());
        assertThat(clients.find()).isTrue();
        return clients.group(1);
    }

    private boolean isListed(Visitor visitor) throws Exception {
        return visitor.get("/admin/clients/billing", "Authorization", ops()).statusCode() == 200;
    }

    private int verify(Visitor visitor) throws Exception {
        return visitor.get("/verify", "Authorization", Visitor.basic("billing", billing))
                .statusCode();
    }

    private String ops() {
        return Visitor.basic("ops", administrator);
    }

    private void replace(String text) throws Exception {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Duration until(Callable<Boolean> condition) throws Exception {
        long begin = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(A_SECOND);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Made made(String lines) throws Exception {
        Path in = Files.writeString(directory.resolve("input"), "");
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", lines)
                .directory(directory.toFile())
                .redirectInput(in.toFile());
        shell.environment().put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
        WarCommand.Result result = WarCommand.run(shell);
        Matcher hash = HASH.matcher(result.out());
        Matcher secret = SECRET.matcher(result.err());
        assertThat(hash.find() && secret.find()).as(result.out() + result.err()).isTrue();
        return new Made(hash.group(1), hash.group(2), secret.group(1));
    }

    /** What hash-secret has printed. */
    private record Made(String id, String hash, String secret) {

        String entry() {
            return "{\"id\":\"" + id + "\",\"hash\":\"" + hash + "\"}";
        }
    }
}
