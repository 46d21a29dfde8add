package dev.countersign.launch;

import dev.countersign.text.Redaction;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Why the application did not start: its own refusal as a message, any other failure with a stack trace in the log. */
final class FailedDeployment {
    private static final Logger LOG = Logger.getLogger(FailedDeployment.class.getName());

    private FailedDeployment() {}

    static StartupException explain(Throwable failure) {
        Set<String> words = new LinkedHashSet<>();
        boolean refusal = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            words.add(Reasons.of(cause));
            refusal |= cause instanceof IllegalStateException
                    || cause instanceof IllegalArgumentException
                    || cause.getClass().getName().startsWith("dev.countersign.");
        }
        if (!refusal) {
            LOG.log(Level.SEVERE, "the application failed", Redaction.of(failure));
        }
        return new StartupException("the application does not start: " + String.join(": ", words), failure);
    }
}
