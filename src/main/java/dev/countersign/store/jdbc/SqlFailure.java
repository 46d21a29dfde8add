package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.sql.SQLException;
import java.util.Set;

/** Tells apart why a statement failed: the database cannot be asked, somebody else was in the way, or we asked it nonsense. Stateless. */
final class SqlFailure {

    /**
     * Classes of SQLSTATE (ISO/IEC 9075-2, section 24) that mean a mistake in a statement, in its values or in the schema. All others mean
     * that the database could not do what it usually can.
     */
    private static final Set<String> OUR_MISTAKES =
            Set.of("07", "0A", "20", "21", "22", "23", "24", "26", "2B", "34", "42", "44");

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String TEXT_TOO_LONG = "22001";
    private static final String INTEGRITY_VIOLATION = "23";
    private static final String TRANSACTION_ROLLED_BACK = "40";

    private SqlFailure() {}

    /** What to throw instead. */
    static RuntimeException translate(SQLException e) {
        String state = e.getSQLState();
        if (TEXT_TOO_LONG.equals(state)) {
            return new IllegalArgumentException("a text is too long to be stored", e);
        }
        if (state != null && state.length() == 5 && OUR_MISTAKES.contains(state.substring(0, 2))) {
            return new IllegalStateException("the client store was asked something wrong (SQLSTATE " + state + ")", e);
        }
        return unavailable(e);
    }

    static UnavailableException unavailable(SQLException e) {
        return new UnavailableException("the client store cannot be asked (SQLSTATE " + e.getSQLState() + ")", e);
    }

    /** Whether there is such a row already, or a row it needs is not there. */
    static boolean isViolation(SQLException e) {
        return isOfClass(e, INTEGRITY_VIOLATION);
    }

    /** Whether there is a row of that key already. */
    static boolean isTaken(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState());
    }

    /** Whether the same transaction may well succeed when it is tried again: a deadlock, two that cannot be serialized. */
    static boolean isWorthAnotherTry(SQLException e) {
        return isOfClass(e, TRANSACTION_ROLLED_BACK);
    }

    private static boolean isOfClass(SQLException e, String stateClass) {
        return e.getSQLState() != null && e.getSQLState().startsWith(stateClass);
    }
}
