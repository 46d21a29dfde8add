package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Shell;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import dev.countersign.kit.ClientAssertion;
import dev.countersign.kit.ClientKey;
import dev.countersign.kit.Password;
import java.io.File;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client's side from end to end, by the lines of {@code src/doc/clients.md}: a client's WAR on Tomcat, and
 * Countersign by itself, in processes of their own.
 */
@Tag("full")
class ClientKitIT {

    private static final Pattern PROGRAM = Pattern.compile("(?s)run by a test as it stands. -->\n```java\n(.*?)\n```");
    private static final String FORM = "application/x-www-form-urlencoded";

    @Nested
    class OnTomcat11 extends ClientScenario {
        OnTomcat11() {
            super("11.");
        }
    }

    @Nested
    @Tag("twin")
    class OnTomcat10 extends ClientScenario {
        OnTomcat10() {
            super("10.");
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class ClientScenario {

        private final String version;
        private Path folder = Path.of("");
        private Path keys = Path.of("");
        private Path password = Path.of("");
        private Path libraries = Path.of("");
        private Tomcat tomcat;
        private ExecutableWar war;
        private Administrator administrator;

        ClientScenario(String version) {
            this.version = version;
        }

        @BeforeAll
        void start(@TempDir Path empty) throws Exception {
            folder = empty;
            keys = folder.resolve("keys.p12");
            password = folder.resolve("password");
            libraries = Files.createDirectory(folder.resolve("libraries"));
            follow("Make the keys");
            ClientApplication.copyLibraries(libraries);
            tomcat = new Tomcat(version, folder)
                    .bare()
                    .holding(
                            ClientApplication.writeTo(folder.resolve("client.war"), libraries, keys, password),
                            "billing");
            tomcat.start();
            war = WarCommand.in(folder.resolve("data"))
                    .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", tomcat.origin())
                    .withEnvironment("COUNTERSIGN_KEY_REFRESH_INTERVAL", "PT1S")
                    .start();
            administrator = new Administrator(war.url(), war.password());
            HttpResponse<String> created = administrator.post(
                    "/clients",
                    "{\"client_id\":\"billing\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\""
                            + tomcat.origin() + "/billing/k_jwks\"}");
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        }

        @AfterAll
        void stop() {
            if (war != null) {
                war.close();
            }
            tomcat.close();
        }

        @Test
        void key4_key7_key8_aClientRotatesItsKeysWithoutAnybodyAtTheServer() throws Exception {
            assertThat(signIn()).as(this::logs).isEqualTo("204 billing");
            ClientKey first = active();
            long fetches = fetches();

            // The next key was published all the time: the server has it.
            follow("Rotate a key");
            ClientKey second = active();
            assertThat(second.kid()).isNotEqualTo(first.kid());
            assertThat(signIn()).as(this::logs).isEqualTo("204 billing");
            assertThat(fetches()).isEqualTo(fetches);
            assertThat(verify(first)).as("previous still signs").isEqualTo(204);

            // The one after that was made by the first rotation, and is new to the server: it asks once.
            follow("Rotate a key");
            assertThat(signIn()).as(this::logs).isEqualTo("204 billing");
            assertThat(fetches()).isEqualTo(fetches + 1);
            assertThat(verify(first)).as("the first key is gone").isEqualTo(401);
            assertThat(verify(second)).isEqualTo(204);

            // Withdrawn: the server may believe what it has for a while, but not what was cleared.
            follow("keytool -delete -alias previous -keystore \"$KEYS\" -storepass:file \"$KEYS_PASSWORD\"", Map.of());
            assertThat(verify(second)).isEqualTo(204);
            assertThat(clear()).isEqualTo(1);
            assertThat(verify(second)).isEqualTo(401);
            assertThat(signIn()).as(this::logs).isEqualTo("204 billing");
            assertThat(tomcat.log()).doesNotContain("SEVERE");
        }

        @Test
        void whatIsPublishedIsPublicAndMayBeKept() throws Exception {
            HttpResponse<String> set = new Visitor(tomcat.origin()).get("/billing/k_jwks");
            assertThat(set.statusCode()).isEqualTo(200);
            assertThat(set.headers().firstValue("Cache-Control")).contains("public, max-age=300");
            assertThat(set.headers().firstValue("Content-Type")).contains("application/jwk-set+json");
            assertThat(set.body()).startsWith("{\"keys\":[").doesNotContain("\"d\"");
            assertThat(new Visitor(tomcat.origin())
                            .post("/billing/k_jwks", FORM, "")
                            .statusCode())
                    .isEqualTo(405);
        }

        @Test
        void thePagesProgramSignsIn() throws Exception {
            Matcher program = PROGRAM.matcher(ClientApplication.PAGE.text());
            assertThat(program.find()).isTrue();
            Path source = Files.writeString(
                    folder.resolve("SignIn.java"),
                    program.group(1)
                            .replace("https://sentry.example/countersign", war.url())
                            .replace("/etc/billing/keys.p12", keys.toString())
                            .replace("/etc/billing/password", password.toString()));

            String said = follow("\"$JAVA_HOME/bin/java\" -cp \"$JARS\" " + source, jars());

            assertThat(said).contains("204");
        }

        /** With a web fragment it would start the server's side in the client's application. */
        @Test
        void theJarHoldsTheKitAlone() throws Exception {
            try (ZipFile jar = new ZipFile(ClientApplication.KIT.toFile())) {
                assertThat(jar.stream()
                                .filter(entry -> !entry.isDirectory())
                                .map(ZipEntry::getName)
                                .filter(name -> !name.startsWith("META-INF/maven/")))
                        .contains(
                                "META-INF/MANIFEST.MF",
                                "META-INF/LICENSE",
                                "META-INF/NOTICE",
                                "dev/countersign/kit/JwksServlet.class",
                                "dev/countersign/kit/TokenClient.class")
                        .allMatch(name -> name.startsWith("dev/countersign/kit/")
                                || name.startsWith("dev/countersign/keys/")
                                || List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE")
                                        .contains(name));
            }
        }

        @Test
        void theKitsLinesAreJava() throws Exception {
            Path source = Files.writeString(
                    folder.resolve("Lines.java"),
                    "import dev.countersign.kit.*; import java.net.*; import java.net.http.*; import java.nio.file.Path;\n"
                            + "class Lines { static String body() {\n"
                            + ClientApplication.PAGE.block("Sign in", "java")
                            + "return body; }\n"
                            + "static HttpResponse<String> fetch(ClientAssertion assertion) throws Exception {\n"
                            + String.join("", ClientApplication.PAGE.blocks("Fetch a token", "java"))
                            + "return answer; } }");

            follow("\"$JAVA_HOME/bin/javac\" -Xlint:all -Werror -cp \"$JARS\" -d \"$FOLDER\" " + source, jars());
        }

        @Test
        void opensslAndCurlSignInToo() throws Exception {
            String said = follow(
                    "cd \"$FOLDER\"\n" + ClientApplication.PAGE.script("With openssl and curl"),
                    Map.of(
                            "FOLDER",
                            folder.toString(),
                            "ISSUER",
                            war.url(),
                            "ADMIN",
                            Server.PERSON + ':' + war.password()));

            assertThat(said).contains("HTTP/1.1 204", "X-Client-Id: reports");
        }

        private String signIn() throws Exception {
            return new Visitor(tomcat.origin())
                    .get("/billing/sign-in?issuer=" + URLEncoder.encode(war.url(), StandardCharsets.UTF_8))
                    .body();
        }

        private int verify(ClientKey key) throws Exception {
            return new Visitor(war.url())
                    .post("/verify", FORM, new ClientAssertion("billing", war.url(), key).form())
                    .statusCode();
        }

        private ClientKey active() {
            return ClientKey.inKeyStore(keys, Password.inFile(password).get(), "active");
        }

        private long fetches() throws Exception {
            try (Jvm jvm = new Jvm(ProcessHandle.of(war.pid()).orElseThrow())) {
                return (Long) jvm.beans().getAttribute(cache(), "Fetches");
            }
        }

        private int clear() throws Exception {
            try (Jvm jvm = new Jvm(ProcessHandle.of(war.pid()).orElseThrow())) {
                return (Integer) jvm.beans()
                        .invoke(cache(), "clearClient", new Object[] {"billing"}, new String[] {String.class.getName()
                        });
            }
        }

        private static ObjectName cache() throws Exception {
            return new ObjectName("dev.countersign:type=KeyCache,context=/countersign");
        }

        private String follow(String heading) throws Exception {
            return follow(ClientApplication.PAGE.script(heading), Map.of());
        }

        private String follow(String lines, Map<String, String> more) throws Exception {
            Map<String, String> environment =
                    new HashMap<>(Map.of("KEYS", keys.toString(), "KEYS_PASSWORD", password.toString()));
            environment.putAll(more);
            return Shell.run(lines, environment);
        }

        private Map<String, String> jars() throws Exception {
            return Map.of(
                    "JARS",
                    ClientApplication.jars(libraries).stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator)),
                    "FOLDER",
                    folder.toString(),
                    "JAVA_HOME",
                    System.getProperty("java.home"));
        }

        private String logs() {
            return war.err() + tomcat.log();
        }
    }
}
