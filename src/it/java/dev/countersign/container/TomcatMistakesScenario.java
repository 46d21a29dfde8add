package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.FreePort;
import dev.countersign.it.Visitor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mistakes in the set-up are refused, with a text that helps in the log that is read first; nothing else on the server
 * suffers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TomcatMistakesScenario {

    private final String version;
    private Tomcat server;

    TomcatMistakesScenario(String version) {
        this.version = version;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new Tomcat(version, folder);
        server.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void noDataSource() throws Exception {
        refuses("nodatasource", context -> context.replaceAll("(?s)<Resource.*?/>", ""))
                .contains("store: nothing is bound at java:comp/env/jdbc/countersign", "Tomcat: <Resource>");
    }

    @Test
    void aDatabaseInMemory() throws Exception {
        refuses("inmemory", context -> context.replaceAll("url=\"[^\"]*\"", "url=\"jdbc:h2:mem:clients\""))
                .contains("an H2 database in memory, which loses all clients");
    }

    @Test
    void aDatabaseThatDoesNotAnswer() throws Exception {
        refuses(
                        "nodatabase",
                        context -> context.replaceAll(
                                "url=\"[^\"]*\"", "url=\"jdbc:h2:tcp://localhost:" + FreePort.next() + "/clients\""))
                .contains("the client store is unavailable", "Connection refused");
    }

    @Test
    void aDriverThatIsNotThere() throws Exception {
        refuses("nodriver", context -> context.replaceAll("url=\"[^\"]*\"", "url=\"jdbc:oracle:thin:@localhost\""))
                .contains("No suitable driver");
    }

    @Test
    void noMasterKeyFile() throws Exception {
        refuses("nokey", context -> context.replace("countersign.keys", "lost.keys"))
                .contains("masterKey: there is no file", "lost.keys");
    }

    @Test
    void anotherMasterKey() throws Exception {
        Path other = server.folder("other.keys");
        Files.writeString(
                other, "k1 " + Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32)) + '\n');
        refuses("otherkey", context -> context.replaceAll("value=\"[^\"]*countersign.keys\"", "value=\"" + other + '"'))
                .contains("The master key 'k1' is not the one under which this store was written");
    }

    @Test
    void everyWrongSettingAtOnce() throws Exception {
        refuses(
                        "settings",
                        context -> context.replaceAll("<Environment name=\"countersign/issuer\"[^>]*>", "")
                                .replace(
                                        "</Context>",
                                        setting("clientCacheTtl", "30 seconds") + setting("mastrKey", "/etc/keys")
                                                + "</Context>"))
                .contains(
                        "issuer is required",
                        "clientCacheTtl is \"30 seconds\" (JNDI name java:comp/env/countersign/clientCacheTtl)",
                        "JNDI name java:comp/env/countersign/mastrKey is no setting; did you mean java:comp/env/countersign/masterKey?");
    }

    @Test
    void aPlugInThatIsBroken() throws Exception {
        Path plugIns = Files.createDirectories(server.folder("plug-ins"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugIns.resolve("broken.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/services/dev.countersign.auth.AuthenticatorProvider"));
            jar.write("com.example.Missing".getBytes(StandardCharsets.US_ASCII));
        }
        try (Jvm jvm = new Jvm(server.server())) {
            long threads = jvm.threadsOfOurs();
            refuses(
                            "plugin",
                            context -> context.replace(
                                    "</Context>",
                                    "<Resources><PostResources className=\"org.apache.catalina.webresources.DirResourceSet\""
                                            + " base=\"" + plugIns
                                            + "\" webAppMount=\"/WEB-INF/lib\"/></Resources></Context>"))
                    .contains("Provider com.example.Missing not found");
            // What was opened before it came to the plug-ins was closed again.
            assertThat(jvm.threadsOfOurs()).isEqualTo(threads);
        }
    }

    private static String setting(String name, String value) {
        return "<Environment name=\"countersign/" + name + "\" type=\"java.lang.String\" value=\"" + value + "\"/>";
    }

    /** What it says on the console, all in one entry. */
    private AbstractStringAssert<?> refuses(String name, UnaryOperator<String> mistake) throws Exception {
        server.deploy(Container.war(), name, mistake);

        assertThat(new Visitor(server.origin() + '/' + name).get("/health/live").statusCode())
                .isEqualTo(404);
        assertThat(new Visitor(server.url()).get("/health/ready").statusCode()).isEqualTo(200);
        String entry = "SEVERE .*Countersign does not start at /" + name + ": (.*(\n  - .*)*)\n";
        var found = Pattern.compile(entry).matcher(server.console());
        assertThat(found.find()).as(server.console()).isTrue();
        String said = found.group(1);
        assertThat(found.find()).as("it says so once").isFalse();
        return assertThat(said);
    }
}
