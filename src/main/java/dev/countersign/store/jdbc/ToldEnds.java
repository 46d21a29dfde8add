package dev.countersign.store.jdbc;

import dev.countersign.client.Change;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.client.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps, for each threshold in days, the place in the list of ends up to which events were written. Place and event
 * are written in one transaction: of several nodes, the one that still finds the old place writes, the others do
 * nothing. Thread-safe.
 */
final class ToldEnds implements ExpiryNotices {

    private static final String CHORE = "tell-what-ends";

    /** Credentials per query. */
    private static final int PAGE = 200;

    private final Connections connections;
    private final Ledger ledger;
    private final EndingCredentials credentials;
    private final Chore chore;

    ToldEnds(Connections connections, Ledger ledger, EndingCredentials credentials) {
        this.connections = connections;
        this.ledger = ledger;
        this.credentials = credentials;
        this.chore = new Chore(connections, CHORE);
    }

    @Override
    public boolean takeTurn(Instant now, Duration rest) {
        return chore.take(now, rest);
    }

    @Override
    public Optional<Instant> toldUntil(int days) {
        return Optional.of(place(days).at()).filter(Instant.EPOCH::isBefore);
    }

    @Override
    public int tell(int days, Instant after, Instant until, int most, Function<EndingCredential, Change> event) {
        Duration ahead = Duration.ofDays(days);
        Instant last = StorableInstants.of(until);
        Cursor.End known = place(days);
        Instant begin = StorableInstants.of(after);
        // From the exact place: the last call may have stopped among several credentials that end at the same instant.
        Cursor.End read = known.at().isBefore(begin) ? Cursor.End.behind(begin) : known;
        int told = 0;
        Page<EndingCredential> page;
        do {
            page = page(read, last);
            for (EndingCredential credential : page.items()) {
                read = ExpiryPages.endOf(credential);
                if (credential.livesLongerThan(ahead)) {
                    if (!tell(days, known, credential, event.apply(credential))) {
                        return told;
                    }
                    known = read;
                    told++;
                    if (told == most) {
                        return told;
                    }
                }
            }
        } while (page.next().isPresent());
        finish(days, known, Cursor.End.behind(last));
        return told;
    }

    private Cursor.End place(int days) {
        return connections
                .read(connection -> Sql.first(
                        connection,
                        row -> new Cursor.End(Sql.instant(row, "ends_at"), row.getString("credential_id")),
                        "select ends_at, credential_id from countersign_expiry_notice where days = ?",
                        days))
                .orElseThrow(
                        () -> new IllegalStateException("countersign_expiry_notice has no row for " + days + " days"));
    }

    private Page<EndingCredential> page(Cursor.End after, Instant until) {
        return credentials.page(after, until, PAGE);
    }

    private boolean tell(int days, Cursor.End known, EndingCredential credential, Change change) {
        return ledger.change(turn -> {
            boolean mine = move(turn.connection(), days, known, ExpiryPages.endOf(credential));
            if (mine) {
                turn.enterNote(credential.client(), change);
            }
            return mine;
        });
    }

    /** The place behind all that end at that instant: their events have been written. */
    private void finish(int days, Cursor.End known, Cursor.End end) {
        if (known.compareTo(end) < 0) {
            connections.transact(connection -> move(connection, days, known, end));
        }
    }

    private static boolean move(Connection connection, int days, Cursor.End from, Cursor.End to) throws SQLException {
        return Sql.execute(connection, """
                        update countersign_expiry_notice set ends_at = ?, credential_id = ?
                        where days = ? and ends_at = ? and credential_id = ?
                        """, to.at(), to.credentialId(), days, from.at(), from.credentialId()) == 1;
    }
}
