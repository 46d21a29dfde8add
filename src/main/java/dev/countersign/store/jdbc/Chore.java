package dev.countersign.store.jdbc;

import java.time.Duration;
import java.time.Instant;

/** Lets one of all nodes run a periodic task. Thread-safe. */
final class Chore {

    private final Connections connections;
    private final String name;

    /** @param name of a row that the migrations have made */
    Chore(Connections connections, String name) {
        this.connections = connections;
        this.name = name;
    }

    /**
     * Whether it is due and this call has claimed it; it is due again after {@code rest}, even when the caller crashes
     * meanwhile.
     */
    boolean take(Instant now, Duration rest) {
        Instant moment = StorableInstants.of(now);
        // Read first, so that a node that is too late takes no row lock.
        boolean due = connections
                .read(connection -> Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select 1 from countersign_chore where name = ? and due_at <= ?",
                        name,
                        moment))
                .isPresent();
        return due
                && connections.transact(connection -> Sql.execute(
                                connection,
                                "update countersign_chore set due_at = ? where name = ? and due_at <= ?",
                                moment.plus(rest),
                                name,
                                moment))
                        == 1;
    }
}
