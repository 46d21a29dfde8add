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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the events that the {@link Ledger} wrote: backwards as audit trail, forwards for caches. Thread-safe. */
final class Events implements AuditTrail, ChangeFeed {

    /** A larger limit is cut to this. */
    private static final int MAX_PAGE_EVENTS = 500;

    /** Per query of the feed. */
    private static final int MAX_STEP_EVENTS = 1000;

    /** After so many queries, all clients count as changed: no cache holds more. */
    private static final int MAX_STEPS = 10;

    private static final String COLUMNS =
            "select id, happened_at, actor, action, client_id, detail from countersign_event";

    static final String BACKWARDS = COLUMNS + " where id < ? order by id desc fetch first ? rows only";

    static final String BACKWARDS_OF_CLIENT =
            COLUMNS + " where client_id = ? and id < ? order by client_id, id desc fetch first ? rows only";

    /** See {@link Vendor#ordersByConstants}. */
    static final String BACKWARDS_OF_CLIENT_ON_MARIADB =
            BACKWARDS_OF_CLIENT.replace("order by client_id, ", "order by ");

    static final String FOLLOWING = COLUMNS + " where id > ? order by id fetch first ? rows only";

    static final String FOLLOWING_OF_CLIENT =
            COLUMNS + " where client_id = ? and id > ? order by client_id desc, id fetch first ? rows only";

    static final String FOLLOWING_OF_CLIENT_ON_MARIADB =
            FOLLOWING_OF_CLIENT.replace("order by client_id desc, ", "order by ");

    static final String FORWARDS = "select id, client_id, happened_at, actor, action from countersign_event"
            + " where id > ? and id <= ? and is_change = true order by id fetch first " + MAX_STEP_EVENTS
            + " rows only";

    /**
     * The state of all that is followed, by primary keys and in one statement, so that it is of one moment: the last
     * numbers, the rows that have them, and the rows at the caller's position.
     */
    static final String STATE = """
            select c.n, l.happened_at, l.actor, l.action, l.client_id, s.happened_at, s.actor, s.action, s.client_id,
                   k.n, r.n, e.jti, p.jti
            from countersign_counter c
            join countersign_counter k on k.id = 2
            join countersign_counter r on r.id = 3
            left join countersign_event l on l.id = c.n
            left join countersign_event s on s.id = ?
            left join countersign_revoked_token e on e.n = r.n
            left join countersign_revoked_token p on p.n = ?
            where c.id = 1
            """;

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
    public List<AuditEvent> following(Optional<ClientId> client, long after, int limit) {
        int size = Math.min(limit, MAX_PAGE_EVENTS);
        return connections.read(connection -> client.isPresent()
                ? following(connection, client.get(), after, size)
                : Sql.list(connection, Events::event, FOLLOWING, after, size));
    }

    @Override
    public void note(ClientId client, Change event) {
        ledger.change(turn -> {
            turn.enterNote(client, event);
            return client;
        });
    }

    @Override
    public Changes since(Position position) {
        return connections.read(connection -> since(connection, position, step -> false));
    }

    /** See {@link JdbcStore#changesOfOthers()}. */
    Changes ofOthersSince(Position position) {
        Changes changes = connections.read(
                connection -> since(connection, position, step -> ledger.isKnown(step.id(), step.fingerprint())));
        // In another history, the store gives the same numbers to other changes.
        ledger.passed(
                changes.otherHistory() ? Long.MAX_VALUE : position.events().number());
        return changes;
    }

    /** Returns once the database has answered. */
    void ping() {
        connections.read(Counter.CHANGES::last);
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
     * The last event of each client, whose number is no lower than any version that it had; none: no client had this id
     * yet.
     */
    static Map<ClientId, AuditEvent> lastOf(Connection connection, Collection<ClientId> ids) throws SQLException {
        Map<ClientId, AuditEvent> last = new HashMap<>();
        if (!ids.isEmpty()) {
            List<String> known = Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select distinct client_id from countersign_event where client_id in (" + Sql.places(ids.size())
                            + ")",
                    ids.stream().map(ClientId::value).toArray());
            for (String id : known) {
                ClientId client = new ClientId(id);
                backwards(connection, client, Long.MAX_VALUE, 1).forEach(event -> last.put(client, event));
            }
        }
        return last;
    }

    private static List<AuditEvent> following(Connection connection, ClientId id, long after, int limit)
            throws SQLException {
        String sql = Vendor.ordersByConstants(connection) ? FOLLOWING_OF_CLIENT : FOLLOWING_OF_CLIENT_ON_MARIADB;
        return Sql.list(connection, Events::event, sql, id.value(), after, limit);
    }

    private static List<AuditEvent> backwards(Connection connection, ClientId id, long before, int limit)
            throws SQLException {
        String sql = Vendor.ordersByConstants(connection) ? BACKWARDS_OF_CLIENT : BACKWARDS_OF_CLIENT_ON_MARIADB;
        return Sql.list(connection, Events::event, sql, id.value(), before, limit);
    }

    /** @param known changes that the caller knows of already, to leave out */
    private static Changes since(Connection connection, Position position, Predicate<Step> known) throws SQLException {
        FeedState state = Sql.first(
                        connection,
                        FeedState::of,
                        STATE,
                        position.events().number(),
                        position.revocations().number())
                .orElseThrow(() -> new IllegalStateException("countersign_counter has lost a row"));
        if (position.equals(Position.START)) {
            return state.anew(false);
        }
        if (!state.continues(position)) {
            return state.anew(true);
        }
        List<Step> steps = steps(
                connection, position.events().number(), state.end().events().number());
        List<Step> news = steps.stream().filter(known.negate()).toList();
        return state.since(
                position,
                news.stream().flatMap(step -> step.client().stream()).collect(Collectors.toSet()),
                steps.size() == MAX_STEPS * MAX_STEP_EVENTS
                        || news.stream().anyMatch(step -> step.client().isEmpty()));
    }

    /** The changes after one event up to another one, or only the first {@link #MAX_STEPS} times as many as a query. */
    private static List<Step> steps(Connection connection, long after, long end) throws SQLException {
        List<Step> steps = new ArrayList<>();
        long last = after;
        for (int i = 0; i < MAX_STEPS && last < end; i++) {
            List<Step> found = Sql.list(connection, Events::step, FORWARDS, last, end);
            steps.addAll(found);
            last = found.size() < MAX_STEP_EVENTS
                    ? end
                    : found.get(found.size() - 1).id();
        }
        return steps;
    }

    private static Step step(ResultSet row) throws SQLException {
        Optional<ClientId> client = client(row);
        return new Step(
                row.getLong("id"),
                client,
                EventMark.of(
                        Sql.instant(row, "happened_at"),
                        row.getString("actor"),
                        row.getString("action"),
                        client.map(ClientId::value)));
    }

    /** @param client empty: all of them */
    private record Step(long id, Optional<ClientId> client, String fingerprint) {}

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
