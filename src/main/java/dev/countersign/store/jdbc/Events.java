package dev.countersign.store.jdbc;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.ChangeFeed.Changes;
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

/** Reads what the {@link Ledger} wrote: for people backwards, for caches forwards. Stateless. */
final class Events {

    /** In events; who asks for more gets this many. */
    private static final int LARGEST_PAGE = 500;

    /** In events. */
    private static final int LARGEST_STEP = 1000;

    private static final String COLUMNS =
            "select id, happened_at, actor, action, client_id, detail from countersign_event";

    static final String BACKWARDS = COLUMNS + " where id < ? order by id desc fetch first ? rows only";

    static final String BACKWARDS_OF_CLIENT =
            COLUMNS + " where client_id = ? and id < ? order by client_id, id desc fetch first ? rows only";

    static final String FORWARDS = "select id, client_id from countersign_event where id > ? and is_change = true"
            + " order by id fetch first " + LARGEST_STEP + " rows only";

    private Events() {}

    /** @param before only events of lower numbers */
    static Page<AuditEvent> page(Connection connection, Optional<ClientId> client, long before, int limit)
            throws SQLException {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one event");
        }
        int size = Math.min(limit, LARGEST_PAGE);
        List<AuditEvent> found = client.isPresent()
                ? Sql.list(
                        connection,
                        Events::event,
                        BACKWARDS_OF_CLIENT,
                        client.get().value(),
                        before,
                        size + 1)
                : Sql.list(connection, Events::event, BACKWARDS, before, size + 1);
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        return new Page<>(
                found.subList(0, size),
                Optional.of(Cursor.of(found.get(size - 1).id())));
    }

    /** The number of the last event of this client, which is no lower than any version that it had; 0: there was no such client yet. */
    static long lastOf(Connection connection, ClientId id) throws SQLException {
        return Sql.first(connection, row -> row.getLong("id"), BACKWARDS_OF_CLIENT, id.value(), Long.MAX_VALUE, 1)
                .orElse(0L);
    }

    /** @param known changes of which the caller knows already */
    static Changes since(Connection connection, long position, LongPredicate known) throws SQLException {
        // The end is read before the events: an event that comes in between is then told the next time, and not
        // skipped.
        long end = Sql.first(connection, row -> row.getLong(1), "select n from countersign_counter where id = 1")
                .orElseThrow(() -> new IllegalStateException("countersign_counter has lost its row"));
        long last = position;
        while (last < end) {
            List<Step> steps = Sql.list(connection, row -> new Step(row.getLong("id"), client(row)), FORWARDS, last);
            if (steps.isEmpty()) {
                // There are only notes up to the end.
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
        // Whoever asks from beyond the end learns where it is.
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
