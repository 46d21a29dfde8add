package dev.countersign.store.jdbc;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Registers clients from several threads until it is killed, and prints the id of each one that the store has taken. */
final class H2CrashWriter {

    private static final int THREADS = 4;

    private H2CrashWriter() {}

    public static void main(String... arguments) {
        DataSource dataSource = H2CrashIT.database(Path.of(arguments[0]));
        new Schema(dataSource).migrate();
        JdbcStore store = new JdbcStore(dataSource, InstantSource.system());
        IntStream.range(0, THREADS).forEach(number -> new Thread(() -> register(store)).start());
    }

    private static void register(JdbcStore store) {
        while (true) {
            ClientId id = new ClientId(UUID.randomUUID().toString());
            store.create(id, ClientProfile.confidential(), List.of(), new Change("system", "client.create", ""));
            System.out.println(id);
        }
    }
}
