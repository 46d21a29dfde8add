package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import dev.countersign.text.Redaction;
import java.sql.SQLException;
import java.util.Set;

/**
 * Classifies the failure of a statement: the database is unavailable, another transaction was in conflict, or the
 * statement is wrong. Passwords are removed from the messages of driver and pool. Stateless.
 */
final class SqlFailure {

    /**
     * Classes of SQLSTATE (ISO/IEC 9075-2, section 24) that mean a mistake in a statement, in its values or in the
     * schema. All others mean that the database is unavailable.
     */
    private static final Set<String> OUR_MISTAKES =
            Set.of("07", "0A", "20", "21", "22", "23", "24", "26", "2B", "34", "42", "44");

    /** PostgreSQL has a code of its own; H2 tells apart whether a similar name or any table exists. */
    private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private static final String UNIQUE_VIOLATION = "23505";

    /** MariaDB has the same SQLSTATE for violations of every kind; the number is the driver's error code. */
    private static final int DUPLICATE_ON_MARIADB = 1062;

    /** MariaDB's errors of class 42 that are no mistakes: a user has too many connections, or too many statements. */
    private static final Set<Integer> EXCEEDED_ON_MARIADB = Set.of(1203, 1226);

    /**
     * MariaDB's errors of no class: a lock was not to be had in the time that the server allows, and a row has changed
     * since it was read.
     */
    private static final Set<Integer> CONFLICTS_ON_MARIADB = Set.of(1205, 1020);

    private static final String TEXT_TOO_LONG = "22001";
    private static final String INTEGRITY_VIOLATION = "23";
    private static final String NO_CLASS = "HY000";
    private static final String TRANSACTION_ROLLED_BACK = "40";
    private static final String OUTCOME_UNKNOWN = "40003";

    private SqlFailure() {}

    /** The exception to throw instead. */
    static RuntimeException translate(SQLException e) {
        String state = e.getSQLState();
        if (TEXT_TOO_LONG.equals(state)) {
            return new IllegalArgumentException("a text is too long to be stored", Redaction.of(e));
        }
        if (state != null
                && state.length() == 5
                && OUR_MISTAKES.contains(state.substring(0, 2))
                && !EXCEEDED_ON_MARIADB.contains(e.getErrorCode())) {
            return new IllegalStateException(
                    "the client store rejected a statement (SQLSTATE " + state + ")", Redaction.of(e));
        }
        return unavailable(e);
    }

    static UnavailableException unavailable(SQLException e) {
        return new UnavailableException(
                "the client store is unavailable (SQLSTATE " + e.getSQLState() + ")", Redaction.of(e));
    }

    /** Whether a unique key or a foreign key is violated. */
    static boolean isViolation(SQLException e) {
        return isOfClass(e, INTEGRITY_VIOLATION);
    }

    /** Whether a row with that key exists already. */
    static boolean isTaken(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState()) || (isViolation(e) && e.getErrorCode() == DUPLICATE_ON_MARIADB);
    }

    /** Whether a table that the statement names does not exist. */
    static boolean isMissingTable(SQLException e) {
        return MISSING_TABLE.contains(String.valueOf(e.getSQLState()));
    }

    /**
     * Whether the whole transaction was rolled back, so that nothing was written: a deadlock, or a serialization
     * failure.
     */
    static boolean isUndone(SQLException e) {
        return isOfClass(e, TRANSACTION_ROLLED_BACK) && !OUTCOME_UNKNOWN.equals(e.getSQLState());
    }

    /**
     * Whether the same transaction is likely to succeed at the next try, when the caller has rolled it back: a conflict
     * with another one.
     */
    static boolean isWorthAnotherTry(SQLException e) {
        return isUndone(e) || (NO_CLASS.equals(e.getSQLState()) && CONFLICTS_ON_MARIADB.contains(e.getErrorCode()));
    }

    private static boolean isOfClass(SQLException e, String stateClass) {
        return e.getSQLState() != null && e.getSQLState().startsWith(stateClass);
    }
}
