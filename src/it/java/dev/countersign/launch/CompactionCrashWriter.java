package dev.countersign.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes rows from several threads until it is killed, prints the id of each one that is committed, and compacts the
 * file all the time.
 */
final class CompactionCrashWriter {
    /** Begins the line that tells of a compaction. */
    static final String COMPACTED = "compacted";

    private static final int THREADS = 3;

    private static final Logger LOG = Logger.getLogger(CompactionCrashWriter.class.getName());

    private CompactionCrashWriter() {}

    public static void main(String... arguments) throws StartupException, SQLException {
        EmbeddedPool pool = new EmbeddedPool(new DataDirectory(Path.of(arguments[0])));
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists written (id varchar(36) primary key, filling varchar(2000))");
            statement.execute("create table if not exists counted (id integer primary key, n bigint)");
            statement.execute("merge into counted values (1, 0)");
        }
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> guarded(() -> write(pool))).start();
        }
        guarded(() -> compact(pool));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** An error ends the process, and its lines with it, so that the test fails. */
    private static void guarded(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "the writer has failed", e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static void compact(EmbeddedPool pool) throws SQLException, IOException {
        while (true) {
            if (pool.compact()) {
                System.out.println(COMPACTED);
            }
        }
    }

    private static void write(EmbeddedPool pool) throws SQLException {
        while (true) {
            String id = UUID.randomUUID().toString();
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try (PreparedStatement row = connection.prepareStatement("insert into written values (?, ?)");
                        Statement statement = connection.createStatement()) {
                    row.setString(1, id);
                    row.setString(2, id.repeat(20));
                    row.executeUpdate();
                    statement.execute("update counted set n = n + 1 where id = 1");
                }
                connection.commit();
            }
            System.out.println(id);
        }
    }
}
