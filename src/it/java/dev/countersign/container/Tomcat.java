package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Shell;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tomcat with a base folder of its own, set up by {@code src/doc/tomcat.md}. */
public final class Tomcat extends Container {

    private final Path base;

    /** A copy of what the page made, for the applications that are deployed later. */
    private final Path contextFile;

    /** For the end of the installation. */
    private final List<Step> later = new ArrayList<>();

    private boolean bare;

    /** @param version how it begins, such as {@code 11.} */
    public Tomcat(String version, Path folder) {
        super("apache-tomcat-" + version, folder, Page.at("src/doc/tomcat.md"));
        this.base = folder.resolve("tomcat");
        this.contextFile = folder.resolve("context.xml");
        values.put("CATALINA_BASE", base.toString());
    }

    /** A server without anything of ours. */
    Tomcat bare() {
        bare = true;
        return this;
    }

    /** Another application, with a context file of its own or none. */
    Tomcat holding(Path war, String name) {
        later.add(() -> Files.copy(war, base.resolve("webapps").resolve(name + ".war")));
        return this;
    }

    /** The server before the page is followed. */
    private void prepare() throws IOException {
        for (String empty : List.of("lib", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(base.resolve(empty));
        }
        copy(distribution().resolve("conf"), base.resolve("conf"));
        edit(
                "conf/server.xml",
                server -> server.replace("port=\"8005\"", "port=\"-1\"")
                        .replace("port=\"8080\"", "port=\"" + port + "\" address=\"localhost\"")
                        // How often it looks for changed files, in seconds: ten otherwise.
                        .replace("<Engine name", "<Engine backgroundProcessorDelay=\"1\" name"));
    }

    @Override
    protected void install() throws Exception {
        prepare();
        if (!bare) {
            installManager();
            run("Set it up");
            keepContextFile();
        }
        for (Step step : later) {
            step.run();
        }
    }

    private void keepContextFile() throws IOException {
        Files.copy(
                base.resolve("conf/Catalina/localhost/countersign.xml"),
                contextFile,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Tomcat's own application, by which the tests deploy. */
    private void installManager() throws IOException {
        Path contexts = Files.createDirectories(base.resolve("conf/Catalina/localhost"));
        Path manager = distribution().resolve("webapps/manager");
        Files.writeString(
                contexts.resolve("manager.xml"), "<Context docBase=\"" + manager + "\" privileged=\"true\"/>");
        addPerson("manager", "manager-script,manager-jmx");
    }

    private void addPerson(String name, String roles) throws IOException {
        String user =
                "<user username=\"" + name + "\" password=\"" + personsPassword() + "\" roles=\"" + roles + "\"/>";
        edit("conf/tomcat-users.xml", users -> users.replace("</tomcat-users>", user + "\n</tomcat-users>"));
    }

    private void edit(String file, UnaryOperator<String> change) throws IOException {
        Path edited = base.resolve(file);
        Files.writeString(edited, change.apply(Files.readString(edited)));
    }

    @Override
    protected ProcessBuilder command() {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", distribution().resolve("bin/catalina.sh").toString(), "run");
        builder.environment().put("CATALINA_BASE", base.toString());
        builder.environment().put("DB_PASSWORD", String.valueOf(values.get("DB_PASSWORD")));
        // What is only softly reachable goes at the next collection, so that it is not taken for a leak.
        builder.environment().put("CATALINA_OPTS", "-Xmx256m -XX:SoftRefLRUPolicyMSPerMB=0");
        return builder;
    }

    @Override
    protected boolean saysStarted(String line) {
        return line.contains("Server startup in [");
    }

    @Override
    protected Page withSetting(Page before, String setting, String value) {
        return before.with(
                "</Context>\nEND",
                "  <Environment name=\"countersign/" + setting + "\" type=\"java.lang.String\" value=\"" + value
                        + "\"/>\n</Context>\nEND");
    }

    /** A name with {@code ##} and a version is deployed beside the other versions of that path. */
    @Override
    public void deploy(Path war, String name) throws Exception {
        deploy(war, name, UnaryOperator.identity());
    }

    /** With a context file that is not quite the page's. */
    void deploy(Path war, String name, UnaryOperator<String> change) throws Exception {
        if (!isRunning()) {
            later.add(() -> {
                write(base.resolve("conf/Catalina/localhost").resolve(name + ".xml"), change);
                Files.copy(war, base.resolve("webapps").resolve(name + ".war"));
            });
            return;
        }
        Path changed = folder.resolve(name + ".xml");
        write(changed, change);
        String answer = manager("deploy?" + pathOf(name) + "&config=" + uri(changed) + "&war=" + uri(war));
        assertThat(answer).as(log()).matches("(?s)(OK|FAIL) - Deployed application at context path .*");
    }

    private void write(Path context, UnaryOperator<String> change) throws IOException {
        Files.writeString(context, change.apply(Files.readString(contextFile)));
    }

    @Override
    public void undeploy(String name) throws Exception {
        assertThat(manager("undeploy?" + pathOf(name))).startsWith("OK - ");
    }

    @Override
    public void plugIn(Path jar) throws Exception {
        later.add(() -> {
            values.put("PLUG_IN", jar.toString());
            run("Plug-ins");
            keepContextFile();
        });
    }

    /**
     * The output of a shell into which the page was pasted, from its top until the server runs; the server is stopped
     * then.
     */
    String pasted() throws Exception {
        prepare();
        // The scripts are to be run, which those of an unpacked zip file are not.
        Path home = Files.createDirectories(folder.resolve("home/bin")).getParent();
        copy(distribution().resolve("bin"), home.resolve("bin"));
        Files.createSymbolicLink(home.resolve("lib"), distribution().resolve("lib"));
        Shell.run("chmod +x \"$HOME_OF_TOMCAT\"/bin/*.sh", Map.of("HOME_OF_TOMCAT", home.toString()));
        values.put("CATALINA_HOME", home.toString());
        String filledIn = page().script("Fill in");
        for (Map.Entry<String, String> value : values.entrySet()) {
            filledIn = filledIn.replaceAll(
                    "(?m)^export " + value.getKey() + "=.*",
                    Matcher.quoteReplacement("export " + value.getKey() + "='" + value.getValue() + "'"));
        }
        Path pid = folder.resolve("tomcat.pid");
        try {
            return Shell.run(
                    filledIn + page().script("Set it up") + page().script("Start it"),
                    Map.of(
                            "CATALINA_PID",
                            pid.toString(),
                            "JAVA_HOME",
                            javaHome().toString()));
        } finally {
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            Files.delete(home.resolve("lib"));
        }
    }

    /** Runs these lines of the page too, at the end of the installation. */
    Tomcat following(String heading) {
        later.add(() -> {
            run(heading);
            keepContextFile();
        });
        return this;
    }

    /** The same, of another page; all in one shell. */
    Tomcat following(Page other, String... headings) {
        later.add(() -> run(other, headings));
        return this;
    }

    /** Runs these lines of the page now. */
    void follow(String heading) throws Exception {
        run(heading);
    }

    /** The same, of another page; answers what they say. */
    String follow(Page other, String heading) throws Exception {
        return Shell.run(other.script(heading), values);
    }

    /** For lines of the page which need more than the first block has. */
    Tomcat filledIn(String variable, Object value) {
        values.put(variable, value.toString());
        return this;
    }

    String filledIn(String variable) {
        return String.valueOf(values.get(variable));
    }

    /**
     * A connection that is kept alive may keep the application that it served last: three seconds then, instead of
     * twenty.
     */
    Tomcat hangingUpSoon() {
        later.add(() -> edit(
                "conf/server.xml",
                server -> server.replace(
                        "connectionTimeout=\"20000\"", "connectionTimeout=\"20000\" keepAliveTimeout=\"3000\"")));
        return this;
    }

    /** One more person in the server's realm. */
    Tomcat withPerson(String name, String roles) {
        later.add(() -> addPerson(name, roles));
        return this;
    }

    /** What Tomcat's own manager answers to one of its {@code text} commands. */
    public String manager(String command) throws Exception {
        return new Visitor(origin())
                .get("/manager/text/" + command, "Authorization", Visitor.basic("manager", personsPassword()))
                .body();
    }

    private static String pathOf(String name) {
        String[] parts = name.split("##", 2);
        return "path=/" + parts[0] + (parts.length == 1 ? "" : "&version=" + parts[1]);
    }

    private static String uri(Path file) {
        return URLEncoder.encode("file:" + file, StandardCharsets.UTF_8);
    }

    /** A file of this test's own. */
    Path folder(String file) {
        return folder.resolve(file);
    }

    /** What an administrator sees who started it in a terminal. */
    String console() {
        return super.log();
    }

    /** With what went to the files under {@code logs} alone. */
    @Override
    public String log() {
        try (Stream<Path> files = Files.list(base.resolve("logs"))) {
            return super.log()
                    // Not the access log: every query stands in it as it was sent.
                    + files.filter(file -> !file.getFileName().toString().startsWith("localhost_access_log"))
                            .sorted()
                            .map(file -> {
                                try {
                                    return Files.readString(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            })
                            .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
