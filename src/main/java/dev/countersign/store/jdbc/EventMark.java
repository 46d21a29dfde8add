package dev.countersign.store.jdbc;

import java.time.Instant;
import java.util.Optional;

/** Tells events apart that have the same number in two histories of a store, before and after a restore. */
final class EventMark {

    private EventMark() {}

    /** @param at at the precision of the database: no two changes share the moment, as each waits for the one before */
    static String of(Instant at, String actor, String action, Optional<String> client) {
        return String.join("\n", at.toString(), actor, action, client.orElse(""));
    }
}
