package dev.countersign.store.jdbc;

import dev.countersign.client.ClientId;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.EndingCredential.Kind;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.Page;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists and counts the credentials that end. Each page is a range of two indexes, merged. Thread-safe. */
record ExpiryPages(Connections connections) implements ExpiryCalendar, EndingCredentials {

    /** A larger limit is cut to this. */
    private static final int MAX_PAGE_CREDENTIALS = 500;

    /** Also by id, since several may end at the same instant: those that were replaced together. */
    static final String SECRETS = """
            select 'SECRET' as kind, client_id, secret_id as id, label, created_at, expires_at as ends_at from countersign_client_secret
            where expires_at >= ? and expires_at <= ? and (expires_at > ? or secret_id > ?)
            order by expires_at, secret_id fetch first ? rows only
            """;

    static final String CERTIFICATES = """
            select 'CERTIFICATE' as kind, client_id, certificate_id as id, alias as label, created_at, not_after as ends_at from countersign_client_certificate
            where not_after >= ? and not_after <= ? and (not_after > ? or certificate_id > ?)
            order by not_after, certificate_id fetch first ? rows only
            """;

    /** Each half has a limit of its own, so that the union sorts two pages at most. */
    static final String BOTH = "select kind, client_id, id, label, created_at, ends_at from ((" + SECRETS
            + ") union all (" + CERTIFICATES + ")) credential order by ends_at, id fetch first ? rows only";

    static final String COUNT = """
            select count(*) from (
                select secret_id from countersign_client_secret where expires_at > ? and expires_at <= ?
                union all
                select certificate_id from countersign_client_certificate where not_after > ? and not_after <= ?
            ) credential
            """;

    @Override
    public Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit) {
        Cursor.End last = after.map(Cursor::end).orElse(new Cursor.End(from, ""));
        return page(last, until, limit);
    }

    @Override
    public Page<EndingCredential> page(Cursor.End after, Instant until, int limit) {
        return connections.read(connection -> page(connection, after, until, limit));
    }

    @Override
    public long count(Instant after, Instant until) {
        return connections
                .read(connection -> Sql.first(connection, row -> row.getLong(1), COUNT, after, until, after, until))
                .orElseThrow();
    }

    private static Page<EndingCredential> page(Connection connection, Cursor.End after, Instant until, int limit)
            throws SQLException {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one credential");
        }
        int size = Math.min(limit, MAX_PAGE_CREDENTIALS);
        List<EndingCredential> found = Sql.list(
                connection,
                ExpiryPages::credential,
                BOTH,
                after.at(),
                until,
                after.at(),
                after.credentialId(),
                size + 1,
                after.at(),
                until,
                after.at(),
                after.credentialId(),
                size + 1,
                size + 1);
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        return new Page<>(found.subList(0, size), Optional.of(Cursor.of(endOf(found.get(size - 1)))));
    }

    /** Its place in the list. */
    static Cursor.End endOf(EndingCredential credential) {
        return new Cursor.End(credential.endsAt(), credential.id());
    }

    private static EndingCredential credential(ResultSet row) throws SQLException {
        return new EndingCredential(
                Kind.valueOf(row.getString("kind").strip()),
                new ClientId(row.getString("client_id")),
                row.getString("id"),
                row.getString("label"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "ends_at"));
    }
}
