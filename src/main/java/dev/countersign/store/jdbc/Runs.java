package dev.countersign.store.jdbc;

import dev.countersign.auth.GuardRuns;
import dev.countersign.client.UnavailableException;
import java.util.UUID;

/** Keeps the run of the server that was begun last, in a row that the migrations made. Thread-safe. */
final class Runs implements GuardRuns {

    private final Connections connections;

    Runs(Connections connections) {
        this.connections = connections;
    }

    @Override
    public UUID last() {
        return connections
                .read(connection -> Sql.first(
                        connection, row -> UUID.fromString(row.getString(1)), "select run from countersign_guard_run"))
                .orElseThrow(() -> new UnavailableException("the row of countersign_guard_run is missing"));
    }

    @Override
    public void begin(UUID run) {
        connections.transact(connection ->
                Sql.execute(connection, "update countersign_guard_run set run = ? where id = 1", run.toString()));
    }
}
