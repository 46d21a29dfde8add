package dev.countersign.store.jdbc;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.Page;
import dev.countersign.client.SearchTerms;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the list of clients page by page. Each page is a range of an index, however many clients there are. Stateless.
 */
final class ClientPages {

    /** A larger limit is cut to this. */
    static final int MAX_PAGE_CLIENTS = 500;

    static final String BY_ID =
            "select client_id from countersign_client where client_id > ? order by client_id fetch first ? rows only";

    /** A client that is found by several terms is listed at the first of them. */
    private static final String AT_ITS_FIRST_TERM = """
             and t.term = (select min(s.term) from countersign_client_term s where s.client_id = t.client_id and s.term >= ?)
            """;

    static final String FROM_TERM =
            "select t.term, t.client_id from countersign_client_term t where t.term >= ? and t.term < ?"
                    + AT_ITS_FIRST_TERM + " order by t.term, t.client_id fetch first ? rows only";

    /**
     * The rest of the clients at the term where the page before ended: apart, so that either part is one range of the
     * index.
     */
    static final String WITHIN_TERM =
            "select t.term, t.client_id from countersign_client_term t where t.term = ? and t.client_id > ?"
                    + AT_ITS_FIRST_TERM + " order by t.term, t.client_id fetch first ? rows only";

    /** See {@link Vendor#ordersByConstants}. */
    static final String WITHIN_TERM_ON_MARIADB = WITHIN_TERM.replace("order by t.term, ", "order by ");

    private ClientPages() {}

    /** By the index of the primary key alone. */
    static long count(Connection connection) throws SQLException {
        return Sql.first(connection, row -> row.getLong(1), "select count(*) from countersign_client")
                .orElseThrow(() -> new IllegalStateException("a count has no row"));
    }

    static Page<Client> all(Connection connection, Optional<ClientId> after, int limit) throws SQLException {
        List<ClientId> ids = Sql.list(
                connection,
                row -> new ClientId(row.getString("client_id")),
                BY_ID,
                after.map(ClientId::value).orElse(""),
                rows(limit) + 1);
        return page(connection, ids, Function.identity(), Cursor::of, limit);
    }

    /** @param prefix in the form of {@link SearchTerms#prefix} */
    static Page<Client> found(Connection connection, String prefix, Optional<Cursor.Hit> after, int limit)
            throws SQLException {
        int wanted = rows(limit) + 1;
        List<Cursor.Hit> hits = new ArrayList<>();
        String from = prefix;
        if (after.isPresent()) {
            String term = after.get().term();
            String within = Vendor.ordersByConstants(connection) ? WITHIN_TERM : WITHIN_TERM_ON_MARIADB;
            hits.addAll(hits(connection, within, term, after.get().id().value(), prefix, wanted));
            // U+0000 sorts before every other character, so this is the next text after the term.
            from = term + '\u0001';
        }
        if (hits.size() < wanted) {
            hits.addAll(hits(connection, FROM_TERM, from, SearchTerms.end(prefix), prefix, wanted - hits.size()));
        }
        return page(connection, hits, Cursor.Hit::id, Cursor::of, limit);
    }

    private static int rows(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one client");
        }
        return Math.min(limit, MAX_PAGE_CLIENTS);
    }

    private static List<Cursor.Hit> hits(Connection connection, String sql, Object... parameters) throws SQLException {
        return Sql.list(
                connection,
                row -> new Cursor.Hit(row.getString("term"), new ClientId(row.getString("client_id"))),
                sql,
                parameters);
    }

    /** @param keys one more than {@code size} when there is a next page */
    private static <K> Page<Client> page(
            Connection connection, List<K> keys, Function<K, ClientId> id, Function<K, String> cursor, int limit)
            throws SQLException {
        int size = Math.min(keys.size(), rows(limit));
        List<ClientId> ids = keys.subList(0, size).stream().map(id).toList();
        Map<ClientId, Client> clients = ClientReader.findAll(connection, ids);
        Optional<String> next = keys.size() > size ? Optional.of(cursor.apply(keys.get(size - 1))) : Optional.empty();
        // A client that was deleted between the two statements is left out.
        return new Page<>(
                ids.stream().map(clients::get).filter(Objects::nonNull).toList(), next);
    }
}
