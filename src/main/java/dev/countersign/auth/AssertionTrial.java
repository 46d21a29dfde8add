package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;

/** Tells an administrator why a signed assertion is refused, without using it up. Thread-safe. */
@FunctionalInterface
public interface AssertionTrial {

    /** Holds the assertion against every rule that can be asked about it, not only up to the first that it breaks. */
    Report attempt(String assertion, Client client);

    /** What would come of it. */
    enum Verdict {
        GRANTED,
        REFUSED,
        UNAVAILABLE
    }

    /** What was found, in the order in which it is looked at when it counts. */
    record Report(Verdict verdict, List<Check> checks) {

        public Report {
            checks = List.copyOf(checks);
        }
    }
}
