package dev.countersign.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** One line for one event, on standard error; what the libraries chat about is left out. */
final class Logging {
    private static final String CONFIGURATION = """
            handlers=java.util.logging.ConsoleHandler
            .level=INFO
            java.util.logging.ConsoleHandler.level=ALL
            java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n
            com.zaxxer.hikari.level=WARNING
            org.eclipse.jetty.level=WARNING
            org.flywaydb.level=WARNING
            # A failed start is told once, by the launcher.
            org.eclipse.jetty.ee10.webapp.WebAppContext.level=OFF
            dev.countersign.boot.FailedStart.level=OFF
            """;

    private Logging() {}

    /** Leaves everything alone where the operator has a configuration of his own. */
    static void configure() {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return;
        }
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the built-in log configuration", e);
        }
    }
}
