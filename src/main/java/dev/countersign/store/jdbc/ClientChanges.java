package dev.countersign.store.jdbc;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Changes clients, and refuses to where that would overwrite somebody's work or leave nobody to administer. Thread-safe. */
final class ClientChanges {

    private final Ledger ledger;

    ClientChanges(Ledger ledger) {
        this.ledger = ledger;
    }

    Client create(ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change) {
        return ledger.change(turn -> {
            if (exists(turn.connection(), id)) {
                throw new RejectedChangeException(Reason.EXISTS);
            }
            return insert(turn, id, profile, secrets, change);
        });
    }

    Client update(ClientId id, OptionalLong expectedVersion, UnaryOperator<Client> edit, Change change) {
        return ledger.change(turn -> {
            Client before = expect(turn.connection(), id, expectedVersion);
            Client edited = edit.apply(before);
            Client after = new Client(
                    id,
                    edited.profile(),
                    StorableInstants.of(edited.secrets()),
                    StorableInstants.ofCertificates(edited.certificates()),
                    before.version() + 1,
                    before.createdAt(),
                    turn.now());
            if (after.profile().equals(before.profile())
                    && after.secrets().equals(before.secrets())
                    && after.certificates().equals(before.certificates())) {
                return before;
            }
            if (before.profile().canAdminister() && !after.profile().canAdminister()) {
                expectAnotherAdministrator(turn.connection(), id);
            }
            ClientWriter.update(turn.connection(), before, after);
            turn.enter(id, change);
            return after;
        });
    }

    void delete(ClientId id, OptionalLong expectedVersion, Change change) {
        ledger.change(turn -> {
            Client before = expect(turn.connection(), id, expectedVersion);
            if (before.profile().canAdminister()) {
                expectAnotherAdministrator(turn.connection(), id);
            }
            ClientWriter.delete(turn.connection(), id);
            turn.enter(id, change);
            return before;
        });
    }

    boolean bootstrapAdministrator(ClientId id, ClientProfile profile, ClientSecret secret) {
        if (!profile.canAdminister()) {
            throw new IllegalArgumentException("this would be no administrator");
        }
        return ledger.change(turn -> {
            if (!Marks.make(turn.connection(), "bootstrap-administrator", turn.now())) {
                return false;
            }
            if (exists(turn.connection(), id)) {
                turn.enter(id, new Change("system", "client.bootstrap", "not made: a client of this id exists"));
                return false;
            }
            insert(turn, id, profile, List.of(secret), new Change("system", "client.bootstrap", "administrator"));
            return true;
        });
    }

    private static Client insert(
            Ledger.Turn turn, ClientId id, ClientProfile profile, List<ClientSecret> secrets, Change change)
            throws SQLException {
        long version = Events.lastOf(turn.connection(), id) + 1;
        Client client = new Client(id, profile, StorableInstants.of(secrets), version, turn.now(), turn.now());
        ClientWriter.insert(turn.connection(), client);
        turn.enter(id, change);
        return client;
    }

    private static boolean exists(Connection connection, ClientId id) throws SQLException {
        return Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select 1 from countersign_client where client_id = ?",
                        id.value())
                .isPresent();
    }

    private static Client expect(Connection connection, ClientId id, OptionalLong version) throws SQLException {
        Client client =
                ClientReader.find(connection, id).orElseThrow(() -> new RejectedChangeException(Reason.MISSING));
        if (version.isPresent() && version.getAsLong() != client.version()) {
            throw new RejectedChangeException(Reason.STALE);
        }
        return client;
    }

    /** Nobody can change the answer meanwhile: the turn is ours. */
    private static void expectAnotherAdministrator(Connection connection, ClientId id) throws SQLException {
        boolean another =
                Sql.first(connection, row -> row.getInt(1), """
                        select 1 from countersign_client
                        where administrator = true and enabled = true and access_type = 'confidential' and client_id <> ?
                        fetch first 1 row only
                        """, id.value()).isPresent();
        if (!another) {
            throw new RejectedChangeException(Reason.LAST_ADMINISTRATOR);
        }
    }
}
