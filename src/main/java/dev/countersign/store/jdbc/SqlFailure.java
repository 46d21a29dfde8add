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

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String TEXT_TOO_LONG = "22001";
    private static final String INTEGRITY_VIOLATION = "23";
    private static final String TRANSACTION_ROLLED_BACK = "40";
    /** It stands in that class, and may have been committed. */
    private static final String COMPLETION_UNKNOWN = "40003";

    private SqlFailure() {}

    /** The exception to throw instead. */
    static RuntimeException translate(SQLException e) {
        String state = e.getSQLState();
        if (TEXT_TOO_LONG.equals(state)) {
            return new IllegalArgumentException("a text is too long to be stored", Redaction.of(e));
        }
        if (state != null && state.length() == 5 && OUR_MISTAKES.contains(state.substring(0, 2))) {
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
        return UNIQUE_VIOLATION.equals(e.getSQLState());
    }

    /**
     * Whether the same transaction is likely to succeed at the next try: a deadlock, or a serialization failure.
     */
    static boolean isWorthAnotherTry(SQLException e) {
        return isOfClass(e, TRANSACTION_ROLLED_BACK) && !COMPLETION_UNKNOWN.equals(e.getSQLState());
    }

    private static boolean isOfClass(SQLException e, String stateClass) {
        return e.getSQLState() != null && e.getSQLState().startsWith(stateClass);
    }
}
