package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import dev.countersign.text.Redaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * The tables of the store: creates and migrates them, or only checks that they are up to date. Thread-safe, on many
 * nodes at once too.
 */
public final class Schema {

    /**
     * Flyway's history table: with a name of our own, so that an application may use Flyway in the same schema.
     */
    static final String HISTORY_TABLE = "countersign_schema";

    private static final String FORGETFUL =
            "the client store is an H2 database in memory, which loses all clients when the server stops"
                    + " (WildFly binds one, ExampleDS, by default); bind a PostgreSQL, a MariaDB or an H2 file database at java:comp/env/jdbc/countersign,"
                    + " or name the right DataSource in the setting 'store', on WildFly for example java:jboss/datasources/countersign";

    /** For nodes in one process, which is all that H2 has; see {@link MigrationTurn} for others. */
    private static final ReentrantLock MIGRATING = new ReentrantLock();

    private final DataSource dataSource;
    private final Connections connections;

    public Schema(DataSource dataSource) {
        this.dataSource = dataSource;
        this.connections = new Connections(dataSource);
    }

    /**
     * Migrates the tables to the state that this version needs; does nothing when they are up to date.
     *
     * @throws IllegalArgumentException when this database is not supported; the text says why, and names those that are
     * @throws IllegalStateException when the migration failed
     * @throws UnavailableException when the database is unavailable
     */
    public void migrate() {
        Vendor vendor = vendor();
        MIGRATING.lock();
        try (MigrationTurn turn = MigrationTurn.await(dataSource, vendor)) {
            Flyway flyway = flyway(vendor);
            requireAllowed(flyway);
            turn.spend(() -> {
                if (!vendor.undoesFailedMigrations()) {
                    connections.read(Schema::forgetFailures);
                }
                flyway.migrate();
            });
        } catch (FlywayException e) {
            throw translate("the tables of the client store cannot be brought up to date", e);
        } finally {
            MIGRATING.unlock();
        }
    }

    /**
     * Checks the tables and changes nothing: for deployments that are migrated by hand.
     *
     * @throws IllegalArgumentException when this database is not supported; the text says why, and names those that are
     * @throws IllegalStateException when the tables are not in the state that this version needs
     * @throws UnavailableException when the database is unavailable
     */
    public void requireCurrent() {
        Flyway flyway = flyway(vendor());
        try {
            requireAllowed(flyway);
            MigrationInfo[] pending = flyway.info().pending();
            if (pending.length > 0) {
                throw new IllegalStateException(
                        "the tables of the client store are not up to date, and the setting 'migrate' is false;"
                                + " missing: "
                                + Arrays.stream(pending)
                                        .map(MigrationInfo::getScript)
                                        .collect(Collectors.joining(", ")));
            }
            flyway.validate();
        } catch (FlywayException e) {
            throw translate("the tables of the client store do not match this version", e);
        }
    }

    /**
     * Lets a migration run again that has failed: all its statements may be repeated, and Flyway by itself would refuse
     * to go on.
     */
    private static int forgetFailures(Connection connection) throws SQLException {
        boolean migratedBefore = Sql.first(
                        connection,
                        row -> row.getInt(1),
                        "select 1 from information_schema.tables where table_schema = database() and table_name = ?",
                        HISTORY_TABLE)
                .isPresent();
        return migratedBefore ? Sql.execute(connection, "delete from " + HISTORY_TABLE + " where success = false") : 0;
    }

    /**
     * Checks that no newer version has changed the tables.
     *
     * @throws IllegalStateException when one has
     */
    public void requireKnown() {
        MigrationInfo last = flyway(vendor()).info().current();
        if (last != null && last.getState() == MigrationState.FUTURE_SUCCESS) {
            throw new IllegalStateException("the tables are those of a newer version of Countersign ("
                    + last.getVersion() + "); take that version, or a newer one");
        }
    }

    private Vendor vendor() {
        return connections.read(Schema::fitVendor);
    }

    private Flyway flyway(Vendor vendor) {
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .table(HISTORY_TABLE)
                .locations(vendor.migrations())
                .placeholders(vendor.placeholders())
                // The schema may hold tables of other applications; our migrations begin at version 1 all the same.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .baselineDescription("before countersign")
                .load();
    }

    /**
     * Newer migrations than ours are no reason to refuse: a rolling update replaces nodes one by one, and those of the
     * version before go on, and may start again. That ends where a migration says so.
     */
    private void requireAllowed(Flyway flyway) {
        int ours = Arrays.stream(flyway.info().all())
                .filter(info -> info.getState().isResolved() && info.getVersion() != null)
                .map(info -> info.getVersion().getMajor().intValueExact())
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("this version has no migrations"));
        int oldest = connections.read(Schema::oldestAllowed);
        if (ours < oldest) {
            throw new IllegalStateException("the tables of the client store were changed by a newer version of"
                    + " Countersign, and serve versions that have migration V" + oldest
                    + " or a later one; this version"
                    + " ends with V" + ours + ": start a newer version, or restore a backup from before the change");
        }
    }

    /** 0: by the version that made the tables, nothing is said yet. */
    private static int oldestAllowed(Connection connection) throws SQLException {
        try {
            return Sql.first(
                            connection,
                            row -> row.getInt(1),
                            "select oldest_migration from countersign_compatibility where id = 1")
                    .orElse(0);
        } catch (SQLException e) {
            if (SqlFailure.isMissingTable(e)) {
                return 0;
            }
            throw e;
        }
    }

    private static Vendor fitVendor(Connection connection) throws SQLException {
        Vendor vendor = Vendor.of(connection);
        if (vendor.forgets(connection)) {
            throw new IllegalArgumentException(FORGETFUL);
        }
        Optional<String> problem = vendor.problem(connection);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        return vendor;
    }

    private static RuntimeException translate(String what, FlywayException e) {
        return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> SqlFailure.translate((SQLException) cause))
                .filter(UnavailableException.class::isInstance)
                .findFirst()
                .orElseGet(() -> new IllegalStateException(
                        what + ": " + Redaction.of(String.valueOf(e.getMessage())), Redaction.of(e)));
    }
}
