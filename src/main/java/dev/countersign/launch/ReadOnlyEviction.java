package dev.countersign.launch;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Makes the pool give up a connection to a server that takes no changes any more: after a failover the address leads to
 * another one, and connections to the old one may live on. Stateless.
 */
final class ReadOnlyEviction implements SQLExceptionOverride {

    /** SQLSTATE of PostgreSQL: read_only_sql_transaction. */
    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException e) {
        return READ_ONLY.equals(e.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
