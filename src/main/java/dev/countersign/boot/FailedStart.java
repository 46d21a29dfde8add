package dev.countersign.boot;

import dev.countersign.client.UnavailableException;
import dev.countersign.text.Redaction;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the reason of a failed start in the application's own log. Containers report it too, but Tomcat in another file
 * than the one where it is looked for, WildFly below fifty lines of its own. Has a logger of its own, which the
 * launcher turns off because it prints the same reason.
 */
final class FailedStart {

    private static final Logger LOG = LoggerFactory.getLogger(FailedStart.class);

    private FailedStart() {}

    /** A refusal in its own words; a fault with its trace. */
    static void report(ServletContext context, Throwable failure) {
        String path = context.getContextPath().isEmpty() ? "/" : context.getContextPath();
        boolean refusal = failure instanceof SettingsException
                || failure instanceof IllegalStateException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnavailableException
                || failure instanceof ServiceConfigurationError;
        if (refusal) {
            LOG.error("Countersign does not start at {}: {}", path, reasons(failure));
        } else {
            LOG.error("Countersign does not start at {}", path, Redaction.of(failure));
        }
    }

    static String reasons(Throwable failure) {
        List<String> words = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            String reason =
                    message == null || message.isBlank() ? cause.getClass().getName() : message.strip();
            if (words.stream().noneMatch(said -> said.contains(reason))) {
                words.add(reason);
            }
        }
        return Redaction.of(String.join(": ", words));
    }
}
