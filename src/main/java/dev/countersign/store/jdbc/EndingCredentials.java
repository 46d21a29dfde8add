package dev.countersign.store.jdbc;

import dev.countersign.client.EndingCredential;
import dev.countersign.client.Page;
import java.time.Instant;

/** Pages of the credentials that end, from an exact place on. Thread-safe. */
@FunctionalInterface
interface EndingCredentials {

    /** @param after only credentials behind this place, whose credential need not exist any more */
    Page<EndingCredential> page(Cursor.End after, Instant until, int limit);
}
