package dev.countersign.store.jdbc;

import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of signing keys. Thread-safe. */
final class JdbcSigningKeys implements SigningKeyStore {

    private static final int MAX_PRIVATE_KEY_CHARS = 20_000;

    private static final Comparator<SigningKey> BY_CREATION =
            Comparator.comparing(SigningKey::createdAt).thenComparing(SigningKey::kid);

    private final Connections connections;
    private final Ledger ledger;

    JdbcSigningKeys(Connections connections, Ledger ledger) {
        this.connections = connections;
        this.ledger = ledger;
    }

    @Override
    public List<SigningKey> all() {
        return connections.read(JdbcSigningKeys::all);
    }

    @Override
    public long version() {
        return connections.read(Counter.SIGNING_KEYS::last);
    }

    /** @throws IllegalArgumentException when the edited keys cannot be stored, or differ without an event */
    @Override
    public List<SigningKey> change(Editing edit) {
        return ledger.change(turn -> {
            List<SigningKey> before = all(turn.connection());
            Edited edited = edit.edit(before);
            List<SigningKey> after = storable(edited.keys());
            if (after.equals(before)) {
                return before;
            }
            write(turn.connection(), before, after);
            Counter.SIGNING_KEYS.next(turn.connection());
            turn.enterNote(edited.change()
                    .orElseThrow(() -> new IllegalArgumentException("signing keys do not change without an event")));
            return after;
        });
    }

    /** As they will be read, in their order. Checked here: the database's own refusal would show the values. */
    private static List<SigningKey> storable(List<SigningKey> keys) {
        if (keys.stream().map(SigningKey::kid).distinct().count() < keys.size()) {
            throw new IllegalArgumentException("two signing keys have the same kid");
        }
        if (keys.stream().anyMatch(key -> key.sealedPrivateKey().length() > MAX_PRIVATE_KEY_CHARS)) {
            throw new IllegalArgumentException("a private signing key is too long to be stored");
        }
        return keys.stream().map(StorableInstants::of).sorted(BY_CREATION).toList();
    }

    private static List<SigningKey> all(Connection connection) throws SQLException {
        return Sql.list(connection, JdbcSigningKeys::key, """
                        select kid, algorithm, public_key, sealed_private_key, created_at, active_since, retired_at, last_token_expires_at
                        from countersign_signing_key
                        """).stream()
                .sorted(BY_CREATION)
                .toList();
    }

    private static SigningKey key(ResultSet row) throws SQLException {
        return new SigningKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Sql.instant(row, 5),
                Sql.optionalInstant(row, 6),
                Sql.optionalInstant(row, 7),
                Sql.optionalInstant(row, 8));
    }

    private static void write(Connection connection, List<SigningKey> before, List<SigningKey> after)
            throws SQLException {
        Map<String, SigningKey> gone = new HashMap<>();
        before.forEach(key -> gone.put(key.kid(), key));
        List<Object[]> added = new ArrayList<>();
        List<Object[]> changed = new ArrayList<>();
        for (SigningKey key : after) {
            SigningKey old = gone.remove(key.kid());
            if (old == null) {
                added.add(row(key));
            } else if (!old.equals(key)) {
                changed.add(row(key));
            }
        }
        List<Object[]> removed = new ArrayList<>();
        gone.keySet().forEach(kid -> removed.add(new Object[] {kid}));
        Sql.executeAll(connection, "delete from countersign_signing_key where kid = ?", removed);
        Sql.executeAll(connection, """
                update countersign_signing_key set algorithm = ?, public_key = ?, sealed_private_key = ?, created_at = ?,
                    active_since = ?, retired_at = ?, last_token_expires_at = ?
                where kid = ?
                """, changed);
        Sql.executeAll(connection, """
                insert into countersign_signing_key (algorithm, public_key, sealed_private_key, created_at,
                    active_since, retired_at, last_token_expires_at, kid)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """, added);
    }

    /** The kid comes last, where it is in both statements. */
    private static Object[] row(SigningKey key) {
        return new Object[] {
            key.algorithm(),
            key.publicKey(),
            key.sealedPrivateKey(),
            key.createdAt(),
            key.activeSince(),
            key.retiredAt(),
            key.lastTokenExpiresAt(),
            key.kid()
        };
    }
}
