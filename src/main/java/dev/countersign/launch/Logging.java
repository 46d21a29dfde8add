package dev.countersign.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Configures the log: one line per event, on standard error, without the libraries' informational messages. */
final class Logging {
    private static final String CONFIGURATION = """
            handlers=java.util.logging.ConsoleHandler
            .level=INFO
            java.util.logging.ConsoleHandler.level=ALL
            java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n
            com.zaxxer.hikari.level=WARNING
            org.eclipse.jetty.level=WARNING
            org.flywaydb.level=WARNING
            # Each writes what a stranger has sent, up to 16 KB for a request.
            org.eclipse.jetty.http.HttpParser.level=OFF
            org.eclipse.jetty.util.HostPort.level=OFF
            # A failed start is told once, by the launcher.
            org.eclipse.jetty.ee10.webapp.WebAppContext.level=OFF
            dev.countersign.boot.FailedStart.level=OFF
            """;

    private Logging() {}

    /** Changes nothing when the operator has a log configuration of their own. */
    static void configure(LogFormat format) {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return;
        }
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the built-in log configuration cannot be read", e);
        }
        // Set by code, not by name: java.util.logging's class loader does not always see this package.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(format.formatter());
        }
    }
}
