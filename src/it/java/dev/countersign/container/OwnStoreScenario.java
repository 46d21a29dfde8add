package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Shell;
import dev.countersign.it.Slapd;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client store of the deployer's own, clients in an LDAP directory, built and bound by the lines of {@code
 * src/doc/own-store.md}. In order: the last tests stop the directory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class OwnStoreScenario {

    static final Page PAGE = Page.at("src/doc/own-store.md");

    private static final String MASTER_KEY = masterKey();
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Path EXAMPLE = Path.of("src/example/java/com/example/ldap");

    private String secret;
    private Slapd directory;
    private Container server;
    private Visitor visitor;

    /** A server that follows the page's lines for it. */
    abstract Container server(Path empty);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = new Slapd(folder.resolve("slapd"))
                .with(client(Files.createDirectory(folder.resolve("client"))))
                .start();
        server = server(Files.createDirectory(folder.resolve("server")));
        Map<String, String> values = server.values;
        values.put(
                "OWN_STORE",
                build(Files.createDirectory(folder.resolve("build"))).toString());
        values.put(
                "COUNTERSIGN_CLASSES",
                Path.of("target/countersign-classes.jar").toAbsolutePath().toString());
        values.put("LDAP_URL", directory.url());
        values.put("LDAP_BASE", Slapd.BASE);
        values.put("LDAP_USER", Slapd.USER);
        values.put("LDAP_PASSWORD_FILE", directory.passwordFile().toString());
        values.put("LDAP_TRUST", directory.certificate().pem().toString());
        server.edited(page -> page.with("echo \"k1 $(openssl rand -base64 32)\"", "echo \"" + MASTER_KEY + "\""))
                .with("clientCacheTtl", "PT1S")
                .start();
        visitor = new Visitor(server.url());
        // The first look-up loads classes and makes a connection, which a busy machine does not do within the timeout.
        LifecycleScenario.await(
                () -> visitor.get("/health/ready").statusCode() == 200, LONGEST, "the directory is reached");
    }

    @AfterAll
    void close() {
        if (server != null) {
            server.close();
        }
        if (directory != null) {
            directory.close();
        }
    }

    @Test
    @Order(1)
    void aClientOfTheDirectoryPassesAndGetsAToken() throws Exception {
        HttpResponse<String> granted = visitor.get("/verify", "Authorization", basic("billing", secret));
        HttpResponse<String> token = visitor.post(
                "/token",
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials",
                "Authorization",
                basic("billing", secret));

        assertThat(granted.statusCode()).as(server.log()).isEqualTo(204);
        assertThat(granted.headers().firstValue("X-Client-Id")).contains("billing");
        assertThat(granted.headers().firstValue("X-Client-Scope")).contains("invoices.read");
        assertThat(token.body()).contains("\"access_token\"");
    }

    @Test
    @Order(2)
    void adm8_whatIsNotExactlyAClientIsRefused() throws Exception {
        assertThat(status("billing", "wrong-" + secret)).isEqualTo(401);
        for (String hostile :
                new String[] {"*", "b*", "billin*", "billing)(cn=*", "*)(objectClass=*", "\\2a", "Billing", "billing\\"
                }) {
            assertThat(status(hostile, secret)).as(hostile).isEqualTo(401);
        }
        // Never a client id at all.
        assertThat(status("billing\0", secret)).isIn(400, 401);
    }

    @Test
    @Order(3)
    void gen11_whileTheDirectoryStallsNeitherYesNorNo() throws Exception {
        directory.signal("STOP");

        LifecycleScenario.await(() -> status("billing", secret) == 503, LONGEST, "the cached client has ended");
        long start = System.nanoTime();
        assertThat(status("unknown", secret)).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));

        directory.signal("CONT");
        LifecycleScenario.await(() -> status("billing", secret) == 204, LONGEST, "it is let in again");
    }

    @Test
    @Order(4)
    void gen11_whileTheDirectoryIsDownNeitherYesNorNo() throws Exception {
        directory.stop();

        LifecycleScenario.await(() -> status("billing", secret) == 503, LONGEST, "the cached client has ended");
        assertThat(visitor.get("/health/ready").statusCode()).isEqualTo(503);

        directory.start();
        LifecycleScenario.await(() -> status("billing", secret) == 204, LONGEST, "it is let in again");
    }

    @Test
    @Order(5)
    void itsThreadsEndWithTheApplication() throws Exception {
        assertThat(threads()).contains("\"ldap-clients\"");

        server.undeploy("countersign");

        assertThat(threads()).doesNotContain("\"ldap-clients\"");
    }

    /** Of the server. */
    private String threads() throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        return Shell.run("'" + jcmd + "' " + server.server().pid() + " Thread.print", Map.of());
    }

    private int status(String client, String clientSecret) throws Exception {
        return visitor.get("/verify", "Authorization", basic(client, clientSecret))
                .statusCode();
    }

    private static String masterKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return "k1 " + Base64.getEncoder().encodeToString(key);
    }

    /** The page's client, made in this folder by its lines, which print the secret last. */
    private String client(Path empty) throws IOException, InterruptedException {
        Path keys = Files.writeString(empty.resolve("countersign.keys"), MASTER_KEY + '\n');
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        String said = shell(
                empty,
                PAGE.script("A client"),
                Map.of("WAR", Container.war().toString(), "MASTER_KEYS", keys.toString()));
        secret = said.strip();
        return Files.readString(empty.resolve("billing.ldif"));
    }

    private static String shell(Path folder, String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin") + ":";
        return Shell.run("cd '" + folder + "'\nPATH='" + java + "'\"$PATH\"\n" + script, environment);
    }

    /** The jar, made in this folder by the page's lines. */
    private static Path build(Path folder) throws IOException, InterruptedException {
        Container.copy(EXAMPLE, Files.createDirectories(folder.resolve("com/example/ldap")));
        Files.copy(Path.of("target/countersign-classes.jar"), folder.resolve("countersign-classes.jar"));
        shell(folder, PAGE.script("Build it"), Map.of());
        return folder.resolve("own-store.jar");
    }

    private static String basic(String client, String clientSecret) {
        byte[] credential = (client + ':' + clientSecret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credential);
    }
}
