package dev.countersign.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An OpenLDAP server of its own, by TLS on a free port of loopback, with the schema of {@code src/example/ldap} and the
 * index, the rights and the account of {@code src/doc/own-store.md}.
 */
public final class Slapd implements AutoCloseable {

    public static final String BASE = "ou=clients,dc=example,dc=com";
    public static final String USER = "cn=countersign,dc=example,dc=com";
    public static final String PASSWORD = "ldap-password-of-this-test";

    private static final Path PLACE = Path.of(Program.SLAPD.place());
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Page PAGE = Page.at("src/doc/own-store.md");

    private final Path folder;
    private final int port = FreePort.next();
    private final TestCertificate certificate;
    private Process server;

    /** @param folder new, and of a short name without blanks */
    public Slapd(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        this(folder, "dns:localhost,ip:127.0.0.1");
    }

    /** @param names of its certificate, as keytool writes alternative names */
    public Slapd(Path folder, String names) throws IOException, GeneralSecurityException, InterruptedException {
        Program.SLAPD.require();
        this.folder = Files.createDirectories(folder);
        this.certificate = TestCertificate.of(names, folder);
        // GnuTLS reads a key of an elliptic curve only with its public half, which Java leaves out.
        Path key = folder.resolve("server.key");
        Shell.run("openssl ec -in '" + certificate.keyPem() + "' -out '" + key + "'", Map.of());
        Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("data"));
        String configuration = """
                dn: cn=config
                objectClass: olcGlobal
                cn: config
                olcTLSCertificateFile: CERTIFICATE
                olcTLSCertificateKeyFile: KEY

                dn: cn=module,cn=config
                objectClass: olcModuleList
                cn: module
                olcModulePath: /usr/lib/ldap
                olcModuleLoad: back_mdb

                dn: cn=schema,cn=config
                objectClass: olcSchemaConfig
                cn: schema

                include: file:///etc/ldap/schema/core.ldif

                include: file:///etc/ldap/schema/java.ldif

                include: file://SCHEMA

                dn: olcDatabase={1}mdb,cn=config
                objectClass: olcDatabaseConfig
                objectClass: olcMdbConfig
                olcDatabase: {1}mdb
                olcSuffix: dc=example,dc=com
                olcDbDirectory: DATA
                olcDbMaxSize: 67108864
                olcDbNoSync: TRUE

                """.replace("CERTIFICATE", certificate.pem().toString())
                .replace("KEY", key.toString())
                .replace(
                        "SCHEMA",
                        Path.of("src/example/ldap/schema.ldif").toAbsolutePath().toString())
                .replace("DATA", folder.resolve("data").toString());
        offline("slapadd", 0, configuration);
        offline("slapmodify", 0, PAGE.block("The directory", "ldif"));
        offline("slapadd", 1, """
                dn: dc=example,dc=com
                objectClass: dcObject
                objectClass: organization
                dc: example
                o: Example

                """ + PAGE.blocks("The directory", "ldif").get(1).replace("CHANGE-ME", PASSWORD));
    }

    /** Puts entries there; the server is stopped. */
    public Slapd with(String ldif) throws IOException, InterruptedException {
        offline("slapadd", 1, ldif);
        return this;
    }

    /** An entry of a client; the server is stopped. */
    public Slapd with(String name, Map<String, List<String>> attributes) throws IOException, InterruptedException {
        StringBuilder entry = new StringBuilder(line("dn", "ou=" + name + ',' + BASE))
                .append("objectClass: applicationProcess\nobjectClass: countersignClient\nou: " + name + '\n');
        attributes.forEach((attribute, values) -> values.forEach(value -> entry.append(line(attribute, value))));
        return with(entry.append('\n').toString());
    }

    /** One line of LDIF (RFC 2849), whatever is in the value. */
    public static String line(String attribute, String value) {
        return attribute + ":: " + Base64.getEncoder().encodeToString(value.getBytes(UTF_8)) + '\n';
    }

    public Slapd start() throws IOException, InterruptedException {
        server = new ProcessBuilder(
                        PLACE.toString(),
                        "-d",
                        "stats",
                        "-h",
                        url(),
                        "-F",
                        folder.resolve("config").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("slapd.log").toFile())
                .start();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!listens()) {
            assertThat(server.isAlive() && System.nanoTime() < end)
                    .as(() -> read("slapd.log"))
                    .isTrue();
        }
        return this;
    }

    /** At once. */
    public void stop() throws InterruptedException {
        server.destroyForcibly();
        assertThat(server.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** {@code STOP}: it answers no more, and its connections stay. {@code CONT}: it goes on. */
    public void signal(String name) throws IOException, InterruptedException {
        Shell.run("kill -" + name + ' ' + server.pid(), Map.of());
    }

    /** What it did since its last start: each operation is a line. */
    public String log() {
        return read("slapd.log");
    }

    public String url() {
        return "ldaps://localhost:" + port;
    }

    public int port() {
        return port;
    }

    public TestCertificate certificate() {
        return certificate;
    }

    /** The password of {@link #USER}, in a file. */
    public Path passwordFile() throws IOException {
        return Files.writeString(folder.resolve("password"), PASSWORD + '\n');
    }

    /** What an own store is told, by the names of the example. */
    public Map<String, String> settings() throws IOException, GeneralSecurityException {
        return new HashMap<>(Map.of(
                "url", url(),
                "base", BASE,
                "user", USER,
                "passwordFile", passwordFile().toString(),
                "trust", certificate.pem().toString()));
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroyForcibly();
            server.onExit().join();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void offline(String tool, int database, String ldif) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("input.ldif"), ldif);
        List<String> command = new ArrayList<>(List.of(
                PLACE.resolveSibling(tool).toString(),
                "-F",
                folder.resolve("config").toString(),
                "-n",
                Integer.toString(database),
                "-l",
                file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("tool.log").toFile())
                .start();
        boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).as(() -> ldif + read("tool.log")).isZero();
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
