package dev.countersign.container;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Something that serves {@code countersign.war} at {@code /countersign}, as a child process: a servlet container, or
 * the WAR by itself.
 */
public interface Server extends AutoCloseable {

    /** The person who may use the console. */
    String PERSON = "admin";

    /** A setting, as this server's administrators set one; before the start. */
    Server with(String setting, String value);

    /** Returns when it serves. */
    Server start() throws Exception;

    /** SIGTERM; returns when it is gone. */
    void stop() throws Exception;

    default void restart() throws Exception {
        stop();
        start();
    }

    /** By force, if it still runs. */
    @Override
    void close();

    /** Such as {@code apache-tomcat-11.0.25 on Java 17}. */
    String name();

    int port();

    String personsPassword();

    /** The process that serves. */
    ProcessHandle server();

    /** Everything that it said since its last start. */
    String log();

    /** Whether such a line came, before the time was up. */
    boolean awaitLog(Predicate<String> line, Duration patience) throws InterruptedException;

    /** The file that it serves from. */
    Path deployedWar() throws IOException;

    default String origin() {
        return "http://localhost:" + port();
    }

    /** The application's, without a slash at the end. */
    default String url() {
        return origin() + "/countersign";
    }
}
