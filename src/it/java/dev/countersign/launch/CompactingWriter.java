package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.store.jdbc.JdbcStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Registers clients and compacts the file all the time, until it is killed. Prints each id that is committed. */
final class CompactingWriter {
    private static final int WRITERS = 3;

    private CompactingWriter() {}

    /** The data directory, with a database that has its tables, and what the ids begin with. */
    public static void main(String... arguments) throws Exception {
        HikariDataSource pool = Pool.embedded(new DataDirectory(Path.of(arguments[0])));
        JdbcStore store = new JdbcStore(pool, InstantSource.system());
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = arguments[1] + writer + '-';
            new Thread(() -> {
                        for (int i = 0; ; i++) {
                            register(store, prefix + i);
                        }
                    })
                    .start();
        }
        Compaction.Step step =
                new Compaction.Step(pool, new ReentrantLock(), new Compaction.Limits(1, Duration.ofSeconds(2), Duration.ZERO));
        while (true) {
            if (step.run()) {
                System.out.println("compacted");
            }
        }
    }

    private static void register(JdbcStore store, String id) {
        store.clients()
                .create(
                        new ClientId(id),
                        ClientProfile.confidential(),
                        List.of(),
                        new Change("person:test", "client.create", ""));
        System.out.println(id);
    }
}
