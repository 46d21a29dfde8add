package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.EndingSecret;
import dev.countersign.client.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns the pages of the list of secrets that end. Each page is a range of an index. Stateless. */
final class ExpiryPages {

    /** In secrets; who asks for more gets this many. */
    private static final int LARGEST = 500;

    /** Several may end at the same instant: those that were replaced together. */
    static final String BY_END = """
            select expires_at, secret_id, client_id, label from countersign_client_secret
            where expires_at >= ? and expires_at <= ? and (expires_at > ? or secret_id > ?)
            order by expires_at, secret_id fetch first ? rows only
            """;

    private ExpiryPages() {}

    /** @param after only secrets behind this one, which need not exist any longer */
    static Page<EndingSecret> page(Connection connection, Cursor.End after, Instant until, int limit)
            throws SQLException {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one secret");
        }
        int size = Math.min(limit, LARGEST);
        List<EndingSecret> found = Sql.list(
                connection,
                row -> new EndingSecret(
                        new ClientId(row.getString("client_id")),
                        row.getString("secret_id"),
                        row.getString("label"),
                        Sql.instant(row, "expires_at")),
                BY_END,
                after.at(),
                until,
                after.at(),
                after.secretId(),
                size + 1);
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        EndingSecret last = found.get(size - 1);
        return new Page<>(found.subList(0, size), Optional.of(Cursor.of(new Cursor.End(last.expiresAt(), last.id()))));
    }
}
