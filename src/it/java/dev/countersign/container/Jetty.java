package dev.countersign.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jetty with a base folder of its own, set up by {@code src/doc/jetty.md}. It looks every second whether there is something to deploy. */
public final class Jetty extends Container {

    private static final String END_OF_CONTEXT = "</Configure>";
    private static final Duration LONGEST_DEPLOYMENT = Duration.ofMinutes(2);

    private static final String CONTEXT = "oeje1[01]w\\.WebAppContext@[^,]*,/";

    private final Path base;
    private final List<Step> later = new ArrayList<>();

    /** @param environment {@code ee10} or {@code ee11} */
    Jetty(String environment, Path folder) {
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
        Files.writeString(base.resolve("start.d/test.ini"), """
                jetty.http.host=localhost
                jetty.deploy.scanInterval=1
                jetty.http.port=""" + port + '\n');
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
        return before.with(END_OF_CONTEXT, """
                  <New class="org.eclipse.jetty.plus.jndi.EnvEntry">
                    <Arg><Ref refid="app"/></Arg> <Arg>countersign/SETTING</Arg> <Arg>VALUE</Arg> <Arg type="boolean">true</Arg>
                  </New>
                """.replace("SETTING", setting).replace("VALUE", value) + END_OF_CONTEXT);
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
        await(deployed(name), () -> Files.move(draft, context(name, "xml"), StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void undeploy(String name) throws Exception {
        await(Pattern.compile(": Stopped " + CONTEXT + name + ","), () -> {
            Files.delete(context(name, "xml"));
            Files.delete(context(name, "properties"));
        });
        Files.delete(base.resolve("wars/" + name + ".war"));
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

    private static Pattern deployed(String name) {
        return Pattern.compile("(ServletContextHandler:.*: Started |Failed startup of context )" + CONTEXT + name
                + ",|Failed to .* DEPLOY .*\\[" + name + "\\|");
    }

    private Path context(String name, String kind) {
        return base.resolve("webapps/" + name + '.' + kind);
    }

    /** Does it and, if the server runs, returns when it has said something new of this kind. */
    private void await(Pattern kind, Step step) throws Exception {
        if (!isRunning()) {
            step.run();
            return;
        }
        Predicate<String> ofThisKind = kind.asPredicate();
        Set<String> before = log().lines().filter(ofThisKind).collect(Collectors.toSet());
        step.run();
        if (!awaitLog(line -> ofThisKind.test(line) && !before.contains(line), LONGEST_DEPLOYMENT)) {
            throw new AssertionError("it did not say " + kind + " but\n" + log());
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
