package dev.countersign.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Copies the embedded database while it is in use, by its own online backup: the copy is of one moment, and complete.
 * Thread-safe.
 */
final class DatabaseCopy implements OwnerSocket.Backups {
    private static final String SCHEMA = "select \"version\" from \"countersign_schema\" where \"version\" is not null"
            + " order by \"installed_rank\" desc fetch first 1 row only";

    private static final String RUN = "select run from countersign_guard_run";

    private final DataSource database;
    private final Path directory;
    private final String version;
    private final ReentrantLock copying;
    private final InstantSource clock;

    /**
     * @param directory the owner's alone, with room for two copies
     * @param version of this product
     * @param copying held while a copy is made
     */
    DatabaseCopy(DataSource database, Path directory, String version, ReentrantLock copying, InstantSource clock) {
        this.database = database;
        this.directory = directory;
        this.version = version;
        this.copying = copying;
        this.clock = clock;
    }

    @Override
    public Path make() throws StartupException {
        copying.lock();
        try {
            return copy();
        } catch (SQLException | IOException e) {
            throw StartupException.because("the database cannot be copied", e);
        } finally {
            copying.unlock();
        }
    }

    private Path copy() throws SQLException, IOException {
        Path copy = directory.resolve("backup.copy");
        Files.deleteIfExists(copy);
        try {
            BackupFile.Facts facts = copyTo(copy);
            Path backup = directory.resolve("backup.zip");
            Files.deleteIfExists(backup);
            BackupFile.write(PrivateFiles.create(backup), copy, facts);
            return backup;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private BackupFile.Facts copyTo(Path copy) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // What is committed from now on may be in the copy or not.
            BackupFile.Facts facts = new BackupFile.Facts(
                    version,
                    first(statement, SCHEMA),
                    clock.instant().truncatedTo(ChronoUnit.SECONDS),
                    first(statement, RUN));
            PrivateFiles.create(copy);
            statement.execute("backup to '" + copy.toString().replace("'", "''") + "'");
            return facts;
        }
    }

    private static String first(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("no row: " + sql);
            }
            return row.getString(1);
        }
    }
}
