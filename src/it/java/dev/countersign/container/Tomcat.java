package dev.countersign.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tomcat with a base folder of its own, set up by {@code src/doc/tomcat.md}. */
public final class Tomcat extends Container {

    private final Path base;

    /** @param version how it begins, such as {@code 11.} */
    public Tomcat(String version, Path folder) {
        super("apache-tomcat-" + version, folder, Page.at("src/doc/tomcat.md"));
        this.base = folder.resolve("tomcat");
        values.put("CATALINA_BASE", base.toString());
    }

    @Override
    protected void install() throws Exception {
        for (String empty : List.of("lib", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(base.resolve(empty));
        }
        copy(distribution().resolve("conf"), base.resolve("conf"));
        Path server = base.resolve("conf/server.xml");
        Files.writeString(
                server,
                Files.readString(server)
                        .replace("port=\"8005\"", "port=\"-1\"")
                        .replace("port=\"8080\"", "port=\"" + port + "\" address=\"localhost\""));
        run("Set it up");
    }

    @Override
    protected ProcessBuilder command() {
        ProcessBuilder builder = new ProcessBuilder(
                "sh", distribution().resolve("bin/catalina.sh").toString(), "run");
        builder.environment().put("CATALINA_BASE", base.toString());
        builder.environment().put("CATALINA_OPTS", "-Xmx256m");
        return builder;
    }

    @Override
    protected boolean saysStarted(String line) {
        return line.contains("Server startup in [");
    }

    @Override
    protected Page withSetting(Page before, String setting, String value) {
        return before.with(
                "</Context>",
                "  <Environment name=\"countersign/" + setting + "\" type=\"java.lang.String\" value=\"" + value
                        + "\"/>\n</Context>");
    }

    @Override
    public void deploy(Path war, String name) throws Exception {
        Path contexts = base.resolve("conf/Catalina/localhost");
        Files.copy(contexts.resolve("countersign.xml"), contexts.resolve(name + ".xml"));
        Files.copy(war, base.resolve("webapps").resolve(name + ".war"));
    }

    @Override
    public void undeploy(String name) throws Exception {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void plugIn(Path jar) throws Exception {
        throw new UnsupportedOperationException("not yet");
    }

    /** With what went to the files under {@code logs} alone. */
    @Override
    public String log() {
        try (Stream<Path> files = Files.list(base.resolve("logs"))) {
            return super.log()
                    + files.sorted()
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
}
