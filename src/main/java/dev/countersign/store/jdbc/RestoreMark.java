package dev.countersign.store.jdbc;

import java.time.Instant;
import java.util.Optional;

/** When this store was last put in place from a backup. Thread-safe. */
public final class RestoreMark {

    private static final String NAME = "restored";

    private final Connections connections;

    RestoreMark(Connections connections) {
        this.connections = connections;
    }

    /** Empty: never. */
    public Optional<Instant> last() {
        return connections.read(connection -> Sql.first(
                connection, row -> Sql.instant(row, 1), "select made_at from countersign_mark where name = ?", NAME));
    }

    public void enter(Instant at) {
        connections.transact(connection -> {
            Sql.execute(connection, "delete from countersign_mark where name = ?", NAME);
            return Sql.execute(connection, "insert into countersign_mark (name, made_at) values (?, ?)", NAME, at);
        });
    }
}
