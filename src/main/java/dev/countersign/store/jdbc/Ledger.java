package dev.countersign.store.jdbc;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Lets one change happen after the other, on all nodes, and writes each down. A change without an entry is undone: nothing happens that the
 * audit trail does not know. Thread-safe.
 */
final class Ledger {

    private static final int LONGEST_DETAIL = 2000;

    private static final String INSERT =
            "insert into countersign_event (id, happened_at, actor, action, detail, is_change) values (?, ?, ?, ?, ?, ?)";

    private static final String INSERT_OF_CLIENT =
            "insert into countersign_event (id, happened_at, actor, action, detail, is_change, client_id) values (?, ?, ?, ?, ?, ?, ?)";

    private final Connections connections;
    private final InstantSource clock;
    private final List<Consumer<Optional<ClientId>>> listeners = new CopyOnWriteArrayList<>();

    /** The numbers of changes of which everybody on this node knows. */
    private final NavigableSet<Long> known = new ConcurrentSkipListSet<>();

    Ledger(Connections connections, InstantSource clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** @param listener is told of each change of a client, or of all, on this node when it is made, and before the one who made it */
    void onChange(Consumer<Optional<ClientId>> listener) {
        listeners.add(listener);
    }

    /** Whether everybody on this node knows of that change. */
    boolean isKnown(long number) {
        return known.contains(number);
    }

    /** Nobody will ask any more about the changes up to that one. */
    void passed(long number) {
        known.headSet(number, true).clear();
    }

    /** Waits for its turn, and holds it until {@code work} is committed or undone. */
    <T> T change(ChangeWork<T> work) {
        Outcome<T> outcome = connections.transact(connection -> {
            Turn turn = new Turn(connection, clock.instant().truncatedTo(ChronoUnit.MICROS));
            T result = work.during(turn);
            if (!turn.entered) {
                connection.rollback();
            }
            return new Outcome<>(result, turn.number, turn.changed);
        });
        outcome.changed.forEach(id -> listeners.forEach(listener -> listener.accept(id)));
        if (!outcome.changed.isEmpty()) {
            // Not before the commit: the number of a change that is undone is another node's a moment later.
            known.add(outcome.number);
        }
        return outcome.result;
    }

    /** What is done in a turn. */
    @FunctionalInterface
    interface ChangeWork<T> {

        T during(Turn turn) throws SQLException;
    }

    private record Outcome<T>(T result, long number, List<Optional<ClientId>> changed) {}

    /** The turn to change something. Not thread-safe. */
    static final class Turn {

        private final Connection connection;
        private final Instant now;
        private final long number;
        private final List<Optional<ClientId>> changed = new ArrayList<>();
        private boolean entered;

        private Turn(Connection connection, Instant now) throws SQLException {
            this.connection = connection;
            this.now = now;
            // First of all, so that what is read afterwards cannot change any more, and that numbers rise in the order
            // of the commits.
            Sql.execute(connection, "update countersign_counter set n = n + 1 where id = 1");
            this.number = Sql.first(connection, row -> row.getLong(1), "select n from countersign_counter where id = 1")
                    .orElseThrow(() -> new IllegalStateException("countersign_counter has lost its row"));
        }

        Connection connection() {
            return connection;
        }

        /** The time of this change, as exact as the database can keep it. */
        Instant now() {
            return now;
        }

        /** Writes the change of a client down; one entry in a turn. */
        void enter(ClientId id, Change change) throws SQLException {
            enterForgetting(Optional.of(id), change);
        }

        /** Writes down that what is remembered of this client, or of all, is to be forgotten; one entry in a turn. */
        void enterForgetting(Optional<ClientId> id, Change change) throws SQLException {
            enter(id, change, true);
            changed.add(id);
        }

        /** Writes down what changed nothing; one entry in a turn. */
        void enterNote(ClientId id, Change event) throws SQLException {
            enter(Optional.of(id), event, false);
        }

        private void enter(Optional<ClientId> id, Change change, boolean isChange) throws SQLException {
            String detail = change.detail();
            List<Object> values = new ArrayList<>(List.of(
                    number,
                    now,
                    change.actor(),
                    change.action(),
                    detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL),
                    isChange));
            id.ifPresent(client -> values.add(client.value()));
            Sql.execute(connection, id.isPresent() ? INSERT_OF_CLIENT : INSERT, values.toArray());
            entered = true;
        }
    }
}
