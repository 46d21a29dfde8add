package dev.countersign.store.jdbc;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Registers clients and uses assertions from several threads until it is killed, and prints the id of each one that the
 * store has taken.
 */
final class H2CrashWriter {

    /** Before the id of a client, and of an assertion: of one length. */
    static final String CLIENT = "client    ";

    static final String ASSERTION = "assertion ";
    static final Instant END = Instant.parse("2999-01-01T00:00:00Z");
    static final ClientId SIGNER = new ClientId("signer");

    /** Of either kind. */
    private static final int THREADS = 3;

    private H2CrashWriter() {}

    public static void main(String... arguments) {
        DataSource dataSource = H2CrashIT.database(Path.of(arguments[0]));
        new Schema(dataSource).migrate();
        JdbcStore store = new JdbcStore(dataSource, InstantSource.system());
        StoreReplayGuard guard = new StoreReplayGuard(store, InstantSource.system());
        IntStream.range(0, THREADS).forEach(number -> {
            new Thread(() -> register(store)).start();
            new Thread(() -> use(guard)).start();
        });
    }

    private static void register(JdbcStore store) {
        while (true) {
            ClientId id = new ClientId(UUID.randomUUID().toString());
            store.clients()
                    .create(id, ClientProfile.confidential(), List.of(), new Change("system", "client.create", ""));
            System.out.println(CLIENT + id);
        }
    }

    private static void use(StoreReplayGuard guard) {
        while (true) {
            String jti = UUID.randomUUID().toString();
            if (!guard.claim(SIGNER, jti, Optional.empty(), END)) {
                throw new IllegalStateException("used before it was");
            }
            System.out.println(ASSERTION + jti);
        }
    }
}
