package dev.countersign.container;

import dev.countersign.it.ExecutableWar;
import dev.countersign.it.FreePort;
import dev.countersign.it.WarCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code java -jar countersign.war}, on a free port that it keeps when it is started again. */
public final class LaunchedWar implements Server {

    private static final String PASSWORD = "0123456789abcdef0123456789abcdef";

    private final int port = FreePort.next();
    private final Path java;
    private WarCommand command;
    private @Nullable ExecutableWar running;

    public LaunchedWar(Path data, Path java) {
        this.java = java;
        this.command = WarCommand.in(data, port)
                .optimizing()
                .onJava(java)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", PASSWORD);
    }

    @Override
    public Server with(String setting, String value) {
        String variable = "COUNTERSIGN_" + setting.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        command = command.withEnvironment(variable, value);
        return this;
    }

    @Override
    public Server start() throws Exception {
        running = command.start();
        return this;
    }

    @Override
    public void stop() throws InterruptedException {
        running().terminate();
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }

    @Override
    public String name() {
        return "java -jar on Java " + java.getFileName();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String personsPassword() {
        return PASSWORD;
    }

    @Override
    public ProcessHandle server() {
        return ProcessHandle.of(running().pid()).orElseThrow();
    }

    @Override
    public String log() {
        return running().out() + running().err();
    }

    @Override
    public boolean awaitLog(Predicate<String> line, Duration patience) throws InterruptedException {
        return running().awaitErr(line, patience);
    }

    @Override
    public Path deployedWar() {
        return command.war();
    }

    private ExecutableWar running() {
        if (running == null) {
            throw new IllegalStateException("not started yet");
        }
        return running;
    }
}
