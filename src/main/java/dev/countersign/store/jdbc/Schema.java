package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import dev.countersign.text.Redaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
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

    private static final String MIGRATIONS = "classpath:dev/countersign/store/jdbc/migration";

    private static final String FORGETFUL =
            "the client store is an H2 database in memory, which loses all clients when the server stops"
                    + " (WildFly binds one, ExampleDS, by default); bind a PostgreSQL or an H2 file database at java:comp/env/jdbc/countersign,"
                    + " or name the right DataSource in the setting 'store', on WildFly for example java:jboss/datasources/countersign";

    /** For H2, which has no lock of its own here, but one process; PostgreSQL lets one node migrate at a time. */
    private static final ReentrantLock MIGRATING = new ReentrantLock();

    private final DataSource dataSource;

    public Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Migrates the tables to the state that this version needs; does nothing when they are up to date.
     *
     * @throws IllegalArgumentException when this database is not supported; the text says why, and names those that are
     * @throws IllegalStateException when the migration failed
     * @throws UnavailableException when the database is unavailable
     */
    public void migrate() {
        Flyway flyway = flyway();
        MIGRATING.lock();
        try {
            flyway.migrate();
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
        Flyway flyway = flyway();
        try {
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
     * Checks that no newer version has changed the tables.
     *
     * @throws IllegalStateException when one has
     */
    public void requireKnown() {
        MigrationInfo last = flyway().info().current();
        if (last != null && last.getState() == MigrationState.FUTURE_SUCCESS) {
            throw new IllegalStateException("the tables are those of a newer version of Countersign ("
                    + last.getVersion() + "); take that version, or a newer one");
        }
    }

    private Flyway flyway() {
        Vendor vendor = new Connections(dataSource).read(this::fitVendor);
        return Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .table(HISTORY_TABLE)
                .locations(MIGRATIONS)
                .placeholders(vendor.placeholders())
                // The schema may hold tables of other applications; our migrations begin at version 1 all the same.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .baselineDescription("before countersign")
                .load();
    }

    private Vendor fitVendor(Connection connection) throws SQLException {
        Vendor vendor = Vendor.of(connection);
        if (vendor.forgets(connection)) {
            throw new IllegalArgumentException(FORGETFUL);
        }
        if (!vendor.holdsUnicode(connection)) {
            throw new IllegalArgumentException("the client store must be a database with the encoding UTF8");
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
