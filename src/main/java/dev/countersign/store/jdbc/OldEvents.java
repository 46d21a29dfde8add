package dev.countersign.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Deletes the events that are older than the audit trail is to be. The last event stays, however old: it shows the
 * nodes that the store's history is still the one that they follow. A node that has not followed for so long that its
 * own last event is gone drops all that it caches. Thread-safe.
 */
final class OldEvents {

    /** By the primary key, since ids rise with the time. */
    static final String OLDEST =
            "select id, happened_at from countersign_event where id < ? order by id fetch first ? rows only";

    private final Connections connections;
    private final Duration retention;

    OldEvents(Connections connections, Duration retention) {
        this.connections = connections;
        this.retention = retention;
    }

    Sweep sweep(InstantSource clock, Duration betweenTries) {
        return new Sweep(
                "old-events",
                "events of the audit trail stay in the table for now, though they are old",
                new Chore(connections, "forget-events"),
                this::forget,
                clock,
                betweenTries);
    }

    private int forget(Instant now, int limit) {
        Instant end = now.minus(retention);
        List<Object[]> old = connections
                .read(connection -> Sql.list(
                        connection,
                        row -> new Dated(row.getLong(1), Sql.instant(row, 2)),
                        OLDEST,
                        Counter.CHANGES.last(connection),
                        limit))
                .stream()
                // One whose node had a clock that was ahead stays behind, and holds up no other.
                .filter(event -> !event.at().isAfter(end))
                .map(event -> new Object[] {event.id()})
                .toList();
        connections.transact(connection -> {
            Sql.executeAll(connection, "delete from countersign_event where id = ?", old);
            return old.size();
        });
        return old.size();
    }

    private record Dated(long id, Instant at) {}
}
