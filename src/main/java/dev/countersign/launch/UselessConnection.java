package dev.countersign.launch;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Makes the pool give up connections that call themselves valid and are of no more use: to a PostgreSQL that takes no
 * changes any more, since after a failover the address leads to another one and connections to the old one may live on;
 * and to an H2 that has closed itself after a failed write, since the next connection opens it again. Stateless.
 */
final class UselessConnection implements SQLExceptionOverride {

    /** SQLSTATE of PostgreSQL: read_only_sql_transaction. */
    private static final String READ_ONLY = "25006";

    /** SQLSTATE of H2: DATABASE_IS_CLOSED. */
    private static final String CLOSED_ITSELF = "90098";

    private static final Set<String> STATES = Set.of(READ_ONLY, CLOSED_ITSELF);

    // Where a nested type has the annotation's name.
    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return e.getSQLState() != null && STATES.contains(e.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
