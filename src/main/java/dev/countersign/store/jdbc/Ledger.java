package dev.countersign.store.jdbc;

import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.ClientId;
import dev.countersign.client.NewClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Serializes the changes of all nodes, and writes an event for each. A change without an event is rolled back: the
 * audit trail is complete. Thread-safe.
 */
final class Ledger implements ChangeAnnouncer {

    private static final int MAX_DETAIL_CHARS = 2000;

    private static final String INSERT =
            "insert into countersign_event (id, happened_at, actor, action, detail, is_change) values (?, ?, ?, ?, ?, ?)";

    private static final String INSERT_OF_CLIENT =
            "insert into countersign_event (id, happened_at, actor, action, detail, is_change, client_id) values (?, ?, ?, ?, ?, ?, ?)";

    private final Connections connections;
    private final InstantSource clock;
    private final List<Consumer<Optional<ClientId>>> listeners = new CopyOnWriteArrayList<>();

    /** The changes that all listeners on this node have been called for: the fingerprints by their numbers. */
    private final NavigableMap<Long, String> known = new ConcurrentSkipListMap<>();

    Ledger(Connections connections, InstantSource clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * @param listener called for each change on this node, with the client or empty for all, before the call that made
     *     the change returns
     */
    void onChange(Consumer<Optional<ClientId>> listener) {
        listeners.add(listener);
    }

    /** Whether all listeners on this node have been called for that change, and not for another one of its number. */
    boolean isKnown(long number, String fingerprint) {
        return fingerprint.equals(known.get(number));
    }

    /** Forgets the numbers up to that one, which are not looked up any more. */
    void passed(long number) {
        known.headMap(number, true).clear();
    }

    /** Calls the listeners on this node. */
    @Override
    public void announce(Optional<ClientId> client, Change change) {
        change(turn -> {
            turn.enterForgetting(client, change);
            return client;
        });
    }

    /**
     * Records a change that is made elsewhere: the event is written before, so that nothing is changed where it cannot
     * be, and committed after.
     *
     * @param work makes the change, once
     * @param changed whether it was one; otherwise no event is kept
     */
    <T> T recording(ClientId client, Change change, Supplier<T> work, Predicate<T> changed) {
        List<T> done = new ArrayList<>();
        return change(turn -> {
            turn.enter(client, change);
            if (done.isEmpty()) {
                done.add(work.get());
            }
            // A transaction that is tried again finds the work done.
            if (!changed.test(done.get(0))) {
                turn.withdraw();
            }
            return done.get(0);
        });
    }

    /** Waits for its turn, and holds it until {@code work} is committed or undone. */
    <T> T change(ChangeWork<T> work) {
        Outcome<T> outcome = connections.transact(connection -> {
            Turn turn = new Turn(connection, clock.instant().truncatedTo(ChronoUnit.MICROS));
            T result = work.during(turn);
            if (!turn.entered) {
                connection.rollback();
            }
            return new Outcome<>(result, turn.changes);
        });
        outcome.changes.forEach(made -> listeners.forEach(listener -> listener.accept(made.client)));
        // After the commit only: the number of a change that is rolled back goes to another node's change.
        outcome.changes.forEach(made -> known.put(made.number, made.fingerprint));
        return outcome.result;
    }

    /** The work of a turn. */
    @FunctionalInterface
    interface ChangeWork<T> {

        T during(Turn turn) throws SQLException;
    }

    private record Outcome<T>(T result, List<Entry> changes) {}

    /** An event that makes all nodes drop what they cache of this client, or of all. */
    private record Entry(long number, String fingerprint, Optional<ClientId> client) {}

    /** The exclusive right, of all nodes, to make changes until the commit. Not thread-safe. */
    static final class Turn {

        private final Connection connection;
        private final Instant now;
        private final List<Entry> changes = new ArrayList<>();
        private long number;
        private boolean entered;

        private Turn(Connection connection, Instant now) throws SQLException {
            this.connection = connection;
            this.now = now;
            // The first statement, since its row lock excludes all other changes: what is read afterwards stays true,
            // and numbers rise in the order of the commits.
            this.number = Counter.CHANGES.next(connection);
        }

        Connection connection() {
            return connection;
        }

        /** The time of this change, at the precision of the database. */
        Instant now() {
            return now;
        }

        /** Writes the event of a client's change. */
        void enter(ClientId id, Change change) throws SQLException {
            enterForgetting(Optional.of(id), change);
        }

        /** Writes the events of the registration of clients, with numbers in their order. */
        void enterCreated(List<NewClient> clients) throws SQLException {
            enter(clients.stream()
                    .map(client -> new Event(Optional.of(client.id()), client.change(), true))
                    .toList());
        }

        /** Writes the event that tells all nodes to drop what they cache of this client, or of all. */
        void enterForgetting(Optional<ClientId> id, Change change) throws SQLException {
            enter(List.of(new Event(id, change, true)));
        }

        /** Writes an event that changed nothing of the client. */
        void enterNote(ClientId id, Change event) throws SQLException {
            enter(List.of(new Event(Optional.of(id), event, false)));
        }

        /** Writes an event about no client, which makes no node forget anything. */
        void enterNote(Change event) throws SQLException {
            enter(List.of(new Event(Optional.empty(), event, false)));
        }

        /** Takes the event back: nothing has changed. */
        private void withdraw() {
            changes.clear();
            entered = false;
        }

        private void enter(List<Event> events) throws SQLException {
            if (events.isEmpty()) {
                return;
            }
            SqlBatch batch = new SqlBatch();
            long next = take(events.size());
            for (Event event : events) {
                event.add(batch, next, now);
                if (event.isChange) {
                    changes.add(event.entry(next, now));
                }
                next++;
            }
            batch.execute(connection);
            entered = true;
        }

        /** Returns the first of so many numbers in a row. */
        private long take(int numbers) throws SQLException {
            long first = entered ? number + 1 : number;
            int more = entered ? numbers : numbers - 1;
            if (more > 0) {
                number = Counter.CHANGES.next(connection, more);
            }
            return first;
        }
    }

    /**
     * An event that is about to be written.
     *
     * @param isChange whether all nodes drop what they cache of this client, or of all
     */
    private record Event(Optional<ClientId> id, Change change, boolean isChange) {

        void add(SqlBatch batch, long number, Instant now) {
            String detail = change.detail();
            List<Object> values = new ArrayList<>(List.of(
                    number,
                    now,
                    change.actor(),
                    change.action(),
                    detail.length() <= MAX_DETAIL_CHARS ? detail : detail.substring(0, MAX_DETAIL_CHARS),
                    isChange));
            id.ifPresent(client -> values.add(client.value()));
            batch.add(id.isPresent() ? INSERT_OF_CLIENT : INSERT, values.toArray());
        }

        Entry entry(long number, Instant now) {
            return new Entry(number, EventMark.of(now, change.actor(), change.action(), id.map(ClientId::value)), id);
        }
    }
}
