package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mistakes in the set-up are refused, with a text that helps; nothing else on the server suffers. The
 * server's own first mistake is that the settings were forgotten; beside it {@code /right} has everything.
 */
@Tag("full")
class WildFlyMistakesIT {

    private static final String DATA_SOURCE = "java:jboss/datasources/countersign";
    private static final String VISITOR = "visitor";

    @TempDir
    static Path folder;

    private static WildFly server;

    @BeforeAll
    static void start() throws Exception {
        server = new WildFly(folder);
        server.edited(page -> page.without("/system-property=countersign.issuer:add(value=\"$ISSUER\")")
                        .without("/system-property=countersign.masterKey:add(")
                        .with(
                                "\"$JBOSS_HOME/bin/add-user.sh\" -a -u admin",
                                "\"$JBOSS_HOME/bin/add-user.sh\" -a -u " + VISITOR
                                        + " -p \"$ADMIN_PASSWORD\" -g guests -sc \"$JBOSS_BASE_DIR/configuration\"\n"
                                        + "\"$JBOSS_HOME/bin/add-user.sh\" -a -u admin"))
                .start();
        server.deploy(Container.war(), "right", jbossWeb(settings(), DATA_SOURCE));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theSettingsWereForgotten() {
        assertThat(whatItSaid("countersign")).contains("issuer is required", "masterKey is required");
    }

    @Test
    void noDataSourceIsNamed() throws Exception {
        refuses("unnamed", settings(), "")
                .contains("store: nothing is bound at java:comp/env/jdbc/countersign", "WildFly: " + DATA_SOURCE);
    }

    @Test
    void aDataSourceByNameThatIsNotThere() throws Exception {
        Map<String, String> wrong = settings();
        wrong.put("store", "java:jboss/datasources/lost");
        refuses("lost", wrong, "").contains("store: nothing is bound at java:jboss/datasources/lost");
    }

    /** The server itself waits for it in vain, and says so. */
    @Test
    void aDataSourceByReferenceThatIsNotThere() throws Exception {
        String said = server.deploy(Container.war(), "dangling", jbossWeb(settings(), "java:jboss/datasources/lost"));

        assertThat(said).contains("WFLYCTL0412", "jboss.naming.context.java.jboss.datasources.lost");
        assertOnlyThisSuffers("dangling");
    }

    @Test
    void theServersOwnDatabaseInMemory() throws Exception {
        refuses("byaccident", settings(), "java:jboss/datasources/ExampleDS")
                .contains("an H2 database in memory, which loses all clients", "ExampleDS");
    }

    @Test
    void noMasterKeyFile() throws Exception {
        Map<String, String> wrong = settings();
        wrong.put("masterKey", server.configuration().resolve("lost.keys").toString());
        refuses("nokey", wrong, DATA_SOURCE).contains("masterKey: there is no file", "lost.keys");
    }

    @Test
    void everyWrongSettingAtOnce() throws Exception {
        Map<String, String> wrong = settings();
        wrong.remove("issuer");
        wrong.put("clientCacheTtl", "30 seconds");
        wrong.put("mastrKey", "/etc/keys");
        refuses("settings", wrong, DATA_SOURCE)
                .contains(
                        "issuer is required",
                        "clientCacheTtl is \"30 seconds\" (JNDI name java:comp/env/countersign/clientCacheTtl)",
                        "JNDI name java:comp/env/countersign/mastrKey is no setting; did you mean java:comp/env/countersign/masterKey?");
    }

    @Test
    void aPersonWithoutTheRole() throws Exception {
        Visitor visitor = new Visitor(server.origin() + "/right");
        HttpResponse<String> login = visitor.login(VISITOR, server.personsPassword());

        assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("/login/failed.html");
        assertThat(server.log()).contains("login=console refused=NOT_IN_ROLE");
        assertThat(visitor.get("/admin/clients").statusCode()).isEqualTo(401);
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", server.url());
        settings.put(
                "masterKey", server.configuration().resolve("countersign.keys").toString());
        return settings;
    }

    private static String jbossWeb(Map<String, String> settings, String dataSource) {
        StringBuilder file = new StringBuilder("<jboss-web>");
        settings.forEach((name, value) -> file.append("<env-entry><env-entry-name>countersign/")
                .append(name)
                .append("</env-entry-name><env-entry-type>java.lang.String</env-entry-type><env-entry-value>")
                .append(value)
                .append("</env-entry-value></env-entry>"));
        if (!dataSource.isEmpty()) {
            file.append("<resource-ref><res-ref-name>jdbc/countersign</res-ref-name><jndi-name>")
                    .append(dataSource)
                    .append("</jndi-name></resource-ref>");
        }
        return file.append("</jboss-web>").toString();
    }

    private static AbstractStringAssert<?> refuses(String name, Map<String, String> settings, String dataSource)
            throws Exception {
        String told = server.deploy(Container.war(), name, jbossWeb(settings, dataSource));

        assertOnlyThisSuffers(name);
        String said = whatItSaid(name);
        // Who deploys by the CLI need not look into the log.
        assertThat(told).contains(said.lines().findFirst().orElseThrow());
        return assertThat(said);
    }

    private static void assertOnlyThisSuffers(String name) throws Exception {
        assertThat(new Visitor(server.origin() + '/' + name).get("/health/live").statusCode())
                .isEqualTo(404);
        assertThat(new Visitor(server.origin() + "/right").get("/health/ready").statusCode())
                .isEqualTo(200);
    }

    /** What it says in the log, all in one entry, and once. */
    private static String whatItSaid(String name) {
        String log = server.log();
        Matcher found = Pattern.compile("SEVERE .*Countersign does not start at /" + name + ": (.*(\n  - .*)*)\n")
                .matcher(log);
        assertThat(found.find()).as(log).isTrue();
        String said = found.group(1);
        assertThat(found.find()).as("it says so once").isFalse();
        return said;
    }
}
