package dev.countersign.container;

import dev.countersign.it.FreePort;
import dev.countersign.it.Visitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Jetty with a base folder of its own, set up by {@code src/doc/jetty.md}. It looks every second whether there is
 * something to deploy.
 */
public final class Jetty extends Container {

    private static final Duration LONGEST_DEPLOYMENT = Duration.ofMinutes(2);

    /** What it answers for a path at which nothing has started. */
    private static final String NOT_THERE = "No context on this server matched or handled this request.";

    private static final String CONTEXT = "oeje1[01]w\\.WebAppContext@[^,]*,/";

    private final Path base;
    private final int tlsPort = FreePort.next();
    private final int jmxPort = FreePort.next();
    private final List<Step> later = new ArrayList<>();

    /** @param environment {@code ee10} or {@code ee11} */
    public Jetty(String environment, Path folder) {
        super("jetty-home-12.1", folder, Page.at("src/doc/jetty.md"));
        this.base = folder.resolve("jetty");
        values.put("JETTY_HOME", distribution().toString());
        values.put("JETTY_BASE", base.toString());
        values.put("EE", environment);
        values.put("DB_POOL", jarOf(com.zaxxer.hikari.HikariDataSource.class).toString());
    }

    @Override
    protected void install() throws Exception {
        run("Set it up");
        run("Deploy without a restart");
        Files.write(
                base.resolve("start.d/test.ini"),
                List.of(
                        "jetty.http.host=localhost",
                        "jetty.http.port=" + port,
                        "jetty.ssl.host=localhost",
                        "jetty.ssl.port=" + tlsPort,
                        "jetty.jmxremote.rmiregistryport=" + jmxPort,
                        "jetty.deploy.scanInterval=1"));
        for (Step step : later) {
            step.run();
        }
    }

    @Override
    protected ProcessBuilder command() {
        ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", page().script("Start it"));
        builder.environment().putAll(values);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx256m -XX:TieredStopAtLevel=1");
        builder.environment().merge("PATH", javaHome().resolve("bin").toString(), (path, bin) -> bin + ':' + path);
        return builder;
    }

    @Override
    protected boolean saysStarted(String line) {
        return line.contains(":oejs.Server:main: Started ");
    }

    @Override
    protected Page withSetting(Page before, String setting, String value) {
        return new Page(JettyContext.with(setting, value).apply(before.text()));
    }

    @Override
    public void deploy(Path war, String name) throws Exception {
        deploy(war, name, UnaryOperator.identity());
    }

    /** With a context file that is not quite the page's. */
    void deploy(Path war, String name, UnaryOperator<String> change) throws Exception {
        if (!isInstalled()) {
            later.add(() -> deploy(war, name, change));
            return;
        }
        Files.copy(war, base.resolve("wars/" + name + ".war"));
        Files.copy(context("countersign", "properties"), context(name, "properties"));
        // Moved, so that the server sees the whole file or none.
        Path draft = base.resolve(name + ".xml");
        Files.writeString(
                draft,
                change.apply(Files.readString(context("countersign", "xml")))
                        .replace("wars/countersign.war", "wars/" + name + ".war"));
        deploying(name, () -> Files.move(draft, context(name, "xml"), StandardCopyOption.ATOMIC_MOVE));
    }

    /** Returns when what the step does has led to a deployment, or to none. */
    void deploying(String name, Step step) throws Exception {
        boolean started = await(
                        Pattern.compile("(ServletContextHandler:.*: Started |Failed startup of context )" + CONTEXT
                                + name + ",|Failed to .* DEPLOY .*\\[" + name + "\\|"),
                        step)
                .filter(line -> line.contains(": Started "))
                .isPresent();
        if (started) {
            // It says so a moment before it accepts requests.
            Visitor visitor = new Visitor(origin() + '/' + name);
            LifecycleScenario.await(
                    () -> !visitor.get("/").body().contains(NOT_THERE), LONGEST_DEPLOYMENT, "it is let in at /" + name);
        }
    }

    /** With a changed context file. */
    void redeploy(String name, UnaryOperator<String> change) throws Exception {
        Path draft = base.resolve(name + ".xml");
        Files.writeString(draft, change.apply(Files.readString(context(name, "xml"))));
        deploying(name, () -> Files.move(draft, context(name, "xml"), StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void undeploy(String name) throws Exception {
        await(Pattern.compile(": Stopped " + CONTEXT + name + ","), () -> {
            Files.delete(context(name, "xml"));
            Files.delete(context(name, "properties"));
        });
        Files.delete(base.resolve("wars/" + name + ".war"));
    }

    /** Follows the page's lines under this heading too, when it has been set up. */
    Jetty following(String heading) {
        later.add(() -> run(heading));
        return this;
    }

    /** The same, of another page; all in one shell. */
    Jetty following(Page other, String... headings) {
        later.add(() -> run(other, headings));
        return this;
    }

    /** For lines which need more than the first block has. */
    Jetty filledIn(Map<String, String> more) {
        values.putAll(more);
        return this;
    }

    /** Serves HTTPS alone, as the page says. */
    Jetty overTls(Path certificate, Path key) {
        values.put("ISSUER", tlsUrl());
        values.put("TLS_CERTIFICATE", certificate.toString());
        values.put("TLS_KEY", key.toString());
        return following("TLS");
    }

    /** A module of the server's that the page does not ask for. */
    Jetty withModule(String module) {
        later.add(() -> Files.writeString(base.resolve("start.d/module.ini"), "--modules=" + module + "\n"));
        return this;
    }

    String tlsUrl() {
        return "https://localhost:" + tlsPort + "/countersign";
    }

    int jmxPort() {
        return jmxPort;
    }

    @Override
    public void plugIn(Path jar) throws Exception {
        later.add(() -> {
            values.put("PLUG_IN", jar.toString());
            run("Plug-ins");
        });
    }

    private boolean isInstalled() {
        return Files.exists(context("countersign", "xml"));
    }

    private Path context(String name, String kind) {
        return base.resolve("webapps/" + name + '.' + kind);
    }

    /** Does it and, if the server runs, returns the first new thing that it says of this kind. */
    private Optional<String> await(Pattern kind, Step step) throws Exception {
        if (!isRunning()) {
            step.run();
            return Optional.empty();
        }
        Predicate<String> ofThisKind = kind.asPredicate();
        Set<String> before = log().lines().filter(ofThisKind).collect(Collectors.toSet());
        Predicate<String> isNew = line -> ofThisKind.test(line) && !before.contains(line);
        step.run();
        if (!awaitLog(isNew, LONGEST_DEPLOYMENT)) {
            throw new AssertionError("it did not say " + kind + " but\n" + log());
        }
        return log().lines().filter(isNew).findFirst();
    }

    interface Step {
        void run() throws Exception;
    }
}
