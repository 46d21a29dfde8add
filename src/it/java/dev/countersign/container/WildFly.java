package dev.countersign.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** WildFly with a base folder of its own, set up by {@code src/doc/wildfly.md}. */
public final class WildFly extends Container {

    private static final String PLACE_FOR_SETTINGS = "deploy \"$WAR\"";

    private final Path base;
    private final int tlsPort = freePort();
    private final int managementPort = freePort();

    WildFly(Path folder) {
        super("wildfly-39.", folder, Page.at("src/doc/wildfly.md"));
        this.base = folder.resolve("standalone");
        values.put("JBOSS_HOME", distribution().toString());
        values.put("JBOSS_BASE_DIR", base.toString());
        values.put("MANAGEMENT", "localhost:" + managementPort);
    }

    @Override
    protected void install() throws Exception {
        for (String part : new String[] {"configuration", "deployments", "lib"}) {
            Files.createDirectories(base.resolve(part));
        }
        for (String file : new String[] {
            "standalone.xml",
            "logging.properties",
            "application-users.properties",
            "application-roles.properties",
            "mgmt-users.properties",
            "mgmt-groups.properties"
        }) {
            Files.copy(
                    distribution().resolve("standalone/configuration").resolve(file),
                    base.resolve("configuration").resolve(file));
        }
        values.put("JAVA_HOME", javaHome().toString());
        run("Set it up");
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
        builder.environment().put("JBOSS_JAVA_SIZING", "-Xms64m -Xmx384m -XX:TieredStopAtLevel=1");
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
                PLACE_FOR_SETTINGS,
                "/system-property=countersign." + setting + ":add(value=\"" + value + "\")\n" + PLACE_FOR_SETTINGS);
    }

    /** In its repository, which names files by their hashes: the only one, if nothing was deployed beside it. */
    @Override
    public Path deployedWar() throws IOException {
        try (Stream<Path> files = Files.walk(base.resolve("data/content"))) {
            return files.filter(file -> file.endsWith("content"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Before the start by the folder that the server looks into, later by its CLI, which waits. */
    @Override
    public void deploy(Path war, String name) throws Exception {
        if (isRunning()) {
            tryCli("deploy \"" + war + "\" --name=" + name + ".war");
        } else {
            Files.createDirectories(base.resolve("deployments"));
            Files.copy(war, base.resolve("deployments").resolve(name + ".war"));
        }
    }

    @Override
    public void undeploy(String name) throws Exception {
        cli("undeploy " + name + ".war");
    }

    @Override
    public void plugIn(Path jar) throws Exception {
        throw new UnsupportedOperationException("not yet");
    }

    /** What the server's CLI says to these lines; fails when one of them fails. */
    String cli(String... lines) throws Exception {
        return Shell.run(cliScript(lines), values);
    }

    /** The same, when a line may fail: the CLI tells why. */
    String tryCli(String... lines) throws Exception {
        return Shell.run(cliScript(lines) + " || true", values);
    }

    private static String cliScript(String... lines) {
        return "\"$JBOSS_HOME/bin/jboss-cli.sh\" --connect --controller=$MANAGEMENT --file=<(cat <<'END'\n"
                + String.join("\n", lines) + "\nEND\n)";
    }
}
