package dev.countersign.boot;

import dev.countersign.client.UnavailableException;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the application's own log why it does not start. Containers tell it in their ways, Tomcat in another file than the one that people look
 * into, WildFly below fifty lines of its own. A logger apart, which the launcher turns off because it says the same.
 */
final class FailedStart {

    private static final Logger LOG = LoggerFactory.getLogger(FailedStart.class);

    /** Drivers and pools repeat a URL that they cannot use, with all that is in it. */
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret)=|//[^/\\s:@]*:(?=[^/\\s]*@))[^\\s&;,'\"@]*");

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
            LOG.error("Countersign does not start at {}", path, failure);
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
        return PASSWORD.matcher(String.join(": ", words)).replaceAll("$1***");
    }
}
