package dev.countersign.store.jdbc;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientId;
import dev.countersign.client.Page;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/** Reads the events that the {@link Ledger} wrote: backwards as audit trail, forwards for caches. Thread-safe. */
final class Events implements AuditTrail, ChangeFeed {

    /** A larger limit is cut to this. */
    private static final int MAX_PAGE_EVENTS = 500;

    /** Per query of the feed. */
    private static final int MAX_STEP_EVENTS = 1000;

    private static final String COLUMNS =
            "select id, happened_at, actor, action, client_id, detail from countersign_event";

    static final String BACKWARDS = COLUMNS + " where id < ? order by id desc fetch first ? rows only";

    static final String BACKWARDS_OF_CLIENT =
            COLUMNS + " where client_id = ? and id < ? order by client_id, id desc fetch first ? rows only";

    /** See {@link Vendor#ordersByConstants}. */
    static final String BACKWARDS_OF_CLIENT_ON_MARIADB =
            BACKWARDS_OF_CLIENT.replace("order by client_id, ", "order by ");

    static final String FORWARDS = "select id, client_id from countersign_event where id > ? and is_change = true"
            + " order by id fetch first " + MAX_STEP_EVENTS + " rows only";

    private final Connections connections;
    private final Ledger ledger;

    Events(Connections connections, Ledger ledger) {
        this.connections = connections;
        this.ledger = ledger;
    }

    @Override
    public Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit) {
        long before = after.map(Cursor::number).orElse(Long.MAX_VALUE);
        return connections.read(connection -> page(connection, client, before, limit));
    }

    @Override
    public void note(ClientId client, Change event) {
        ledger.change(turn -> {
            turn.enterNote(client, event);
            return client;
        });
    }

    @Override
    public Changes since(long position) {
        return connections.read(connection -> since(connection, position, number -> false));
    }

    /** See {@link JdbcStore#changesOfOthers()}. */
    Changes ofOthersSince(long position) {
        Changes changes = connections.read(connection -> since(connection, position, ledger::isKnown));
        // After a restore of an older backup, the store gives the same numbers to other changes.
        ledger.passed(changes.position() < position ? Long.MAX_VALUE : position);
        return changes;
    }

    /** @param before only events of lower numbers */
    private static Page<AuditEvent> page(Connection connection, Optional<ClientId> client, long before, int limit)
            throws SQLException {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one event");
        }
        int size = Math.min(limit, MAX_PAGE_EVENTS);
        List<AuditEvent> found = client.isPresent()
                ? backwards(connection, client.get(), before, size + 1)
                : Sql.list(connection, Events::event, BACKWARDS, before, size + 1);
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        return new Page<>(
                found.subList(0, size),
                Optional.of(Cursor.of(found.get(size - 1).id())));
    }

    /**
     * The last event of this client, whose number is no lower than any version that it had; empty: no client had this
     * id yet.
     */
    static Optional<AuditEvent> lastOf(Connection connection, ClientId id) throws SQLException {
        return backwards(connection, id, Long.MAX_VALUE, 1).stream().findFirst();
    }

    private static List<AuditEvent> backwards(Connection connection, ClientId id, long before, int limit)
            throws SQLException {
        String sql = Vendor.ordersByConstants(connection) ? BACKWARDS_OF_CLIENT : BACKWARDS_OF_CLIENT_ON_MARIADB;
        return Sql.list(connection, Events::event, sql, id.value(), before, limit);
    }

    /** @param known changes that the caller knows of already, to leave out */
    private static Changes since(Connection connection, long position, LongPredicate known) throws SQLException {
        // The end is read before the events: an event that is committed in between is read the next time, not
        // skipped.
        long end = Counter.CHANGES.last(connection);
        long last = position;
        while (last < end) {
            List<Step> steps = Sql.list(connection, row -> new Step(row.getLong("id"), client(row)), FORWARDS, last);
            if (steps.isEmpty()) {
                // Up to the end there are only events that changed nothing.
                break;
            }
            last = steps.get(steps.size() - 1).id();
            List<Step> news =
                    steps.stream().filter(step -> !known.test(step.id())).toList();
            if (!news.isEmpty()) {
                return new Changes(
                        last,
                        news.stream().flatMap(step -> step.client().stream()).collect(Collectors.toSet()),
                        news.stream().anyMatch(step -> step.client().isEmpty()));
            }
        }
        // A caller whose place is beyond the end, as after a restore, gets the end.
        return new Changes(last == position ? end : Math.max(last, end), Set.of(), false);
    }

    /** @param client empty: all of them */
    private record Step(long id, Optional<ClientId> client) {}

    private static Optional<ClientId> client(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("client_id")).map(ClientId::new);
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                row.getLong("id"),
                Sql.instant(row, "happened_at"),
                row.getString("actor"),
                row.getString("action"),
                client(row),
                row.getString("detail"));
    }
}
