package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.FreePort;
import dev.countersign.it.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** WildFly with a base folder of its own, set up by {@code src/doc/wildfly.md}. */
public final class WildFly extends Container {

    private static final List<String> CONFIGURATION = List.of(
            "standalone.xml",
            "logging.properties",
            "application-users.properties",
            "application-roles.properties",
            "mgmt-users.properties",
            "mgmt-groups.properties");

    private static final Pattern WAR_IN_CONFIGURATION =
            Pattern.compile("<deployment name=\"countersign.war\"[^>]*>\\s*<content sha1=\"(..)([0-9a-f]+)\"");

    /** The line before which others of the same kind go. */
    private static final String LAST_LINE = "deploy \"$WAR\" --name=countersign.war\nEND\n";

    private static final String MODULE_PATH = "JBOSS_MODULEPATH";

    private final Path base;
    private final int tlsPort = FreePort.next();
    private final int managementPort = FreePort.next();
    private Step recipes;
    private final List<String> headings = new ArrayList<>(List.of("Set it up"));

    public WildFly(Path folder) {
        super("wildfly-39.", folder, Page.at("src/doc/wildfly.md"));
        this.base = folder.resolve("standalone");
        values.put("JBOSS_HOME", distribution().toString());
        values.put("JBOSS_BASE_DIR", base.toString());
        values.put("MANAGEMENT", "localhost:" + managementPort);
    }

    @Override
    protected void install() throws Exception {
        for (String part : List.of("configuration", "deployments", "lib")) {
            Files.createDirectories(base.resolve(part));
        }
        for (String file : CONFIGURATION) {
            Files.copy(
                    distribution().resolve("standalone/configuration").resolve(file),
                    base.resolve("configuration").resolve(file));
        }
        values.put("JAVA_HOME", javaHome().toString());
        for (String heading : headings) {
            run(heading);
        }
        if (recipes != null) {
            recipes.run();
        }
    }

    @Override
    protected ProcessBuilder command() {
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                distribution().resolve("bin/standalone.sh").toString(),
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + tlsPort,
                "-Djboss.management.http.port=" + managementPort);
        builder.environment().put("JBOSS_BASE_DIR", base.toString());
        if (values.containsKey(MODULE_PATH)) {
            builder.environment().put(MODULE_PATH, values.get(MODULE_PATH));
        }
        builder.environment()
                .put("JBOSS_JAVA_SIZING", "-Xms64m -Xmx384m -XX:TieredStopAtLevel=1 -XX:SoftRefLRUPolicyMSPerMB=0");
        return builder;
    }

    /** Started, or started with errors. */
    @Override
    protected boolean saysStarted(String line) {
        return line.contains("WFLYSRV0025") || line.contains("WFLYSRV0026");
    }

    @Override
    protected Page withSetting(Page before, String setting, String value) {
        return before.with(
                LAST_LINE, "/system-property=countersign." + setting + ":add(value=\"" + value + "\")\n" + LAST_LINE);
    }

    /** Adds what the page adds under these headings, in their order; before the start. */
    WildFly with(List<String> moreHeadings) {
        headings.addAll(moreHeadings);
        return this;
    }

    /** Then those of another page, all in one shell. */
    WildFly following(Page other, String... otherHeadings) {
        recipes = () -> run(other, otherHeadings);
        return this;
    }

    /** With a folder for modules of its own, since others use the distribution too. */
    WildFly withModules() {
        Path modules = base.resolve("modules");
        values.put("MODULES", modules.toString());
        values.put(MODULE_PATH, modules + ":" + distribution().resolve("modules"));
        return this;
    }

    /** Something that the page's reader fills in. */
    WildFly filledIn(String variable, String value) {
        values.put(variable, value);
        return this;
    }

    /** In its repository, which names files by their hashes. */
    @Override
    public Path deployedWar() throws IOException {
        Matcher hash =
                WAR_IN_CONFIGURATION.matcher(Files.readString(configuration().resolve("standalone.xml")));
        assertThat(hash.find()).isTrue();
        return base.resolve("data/content")
                .resolve(hash.group(1))
                .resolve(hash.group(2))
                .resolve("content");
    }

    @Override
    public void deploy(Path war, String name) throws Exception {
        String link = "deployment-overlay link --name=countersign --deployments=" + name + ".war";
        String deploy = "deploy \"" + war + "\" --name=" + name + ".war";
        if (isRunning()) {
            tryCli(
                    "if (outcome != success) of /deployment-overlay=countersign/deployment=" + name
                            + ".war:read-resource",
                    link,
                    "end-if",
                    deploy);
        } else {
            edited(before -> before.with(LAST_LINE, link + '\n' + deploy + '\n' + LAST_LINE));
        }
    }

    /** A copy with a {@code jboss-web.xml} of its own laid over it; on a running server. What the CLI says. */
    String deploy(Path war, String name, String jbossWeb) throws Exception {
        Path file = Files.writeString(configuration().resolve(name + "-web.xml"), jbossWeb);
        return tryCli(
                "deployment-overlay add --name=" + name + " --content=WEB-INF/jboss-web.xml=" + file + " --deployments="
                        + name + ".war",
                "deploy \"" + war + "\" --name=" + name + ".war");
    }

    @Override
    public void undeploy(String name) throws Exception {
        cli("undeploy " + name + ".war");
    }

    @Override
    public void plugIn(Path jar) {
        filledIn("PLUG_IN", jar.toString()).with(List.of("Plug-ins"));
    }

    /** Runs the page's lines under a heading that is for a running server. */
    String follow(String heading) throws Exception {
        return run(heading);
    }

    /** What the server's CLI says to these lines; fails when one of them fails. */
    String cli(String... lines) throws Exception {
        return Shell.run(cliScript(lines), values);
    }

    /** The same, when a line may fail: the CLI tells why. */
    String tryCli(String... lines) throws Exception {
        return Shell.run(cliScript(lines) + " || true", values);
    }

    /** Where what is laid over a deployment may be kept. */
    Path configuration() {
        return base.resolve("configuration");
    }

    String tlsUrl() {
        return "https://localhost:" + tlsPort + "/countersign";
    }

    String jmxUrl() {
        return "service:jmx:remote+http://localhost:" + managementPort;
    }

    Path clientJar() {
        return distribution().resolve("bin/client/jboss-cli-client.jar");
    }

    private static String cliScript(String... lines) {
        return "\"$JBOSS_HOME/bin/jboss-cli.sh\" --connect --controller=$MANAGEMENT --file=<(cat <<'END'\n"
                + String.join("\n", lines) + "\nEND\n)";
    }

    private interface Step {
        void run() throws Exception;
    }
}
