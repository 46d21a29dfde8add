package dev.countersign.fault;

import dev.countersign.store.jdbc.PostgresCluster;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A PostgreSQL whose faults are made as they come in life. The nodes are an ordinary user, {@code node}, and this one
 * is not, so that it gets in when they do not.
 */
final class FaultyDatabase implements AutoCloseable {

    /** SQLSTATE: too many connections. */
    private static final String TOO_MANY = "53300";

    /** Two files: the least that PostgreSQL takes. */
    private static final int LOG_MEGABYTES = 32;

    private static final int MAX_LOG_FILES = 50;

    private static final Logger LOG = Logger.getLogger(FaultyDatabase.class.getName());

    private final PostgresCluster cluster;

    /** Writes to the disk before a commit returns, as a deployer's does. */
    FaultyDatabase() {
        this(PostgresCluster.durable());
        execute("create role node login");
        execute("grant all on schema public to node");
    }

    private FaultyDatabase(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    /** Tables that are made from now on lie in this directory. */
    void moveTablesTo(Path directory) {
        cluster.give(directory);
        execute("create tablespace small location '" + directory + "'");
        execute("grant create on tablespace small to node");
        execute("alter role node set default_tablespace = small");
    }

    /** Its log lies in this directory from now on, and takes as little room as it can. */
    void moveLogTo(Path directory) {
        execute("alter system set min_wal_size = '" + LOG_MEGABYTES + "MB'");
        execute("alter system set max_wal_size = '" + LOG_MEGABYTES + "MB'");
        cluster.moveLogTo(directory);
    }

    /** Begins new files of its log until there is no room for one more. */
    void fillLog() {
        for (int file = 0; file < MAX_LOG_FILES; file++) {
            try {
                execute("select pg_logical_emit_message(true, 'fill', ''), pg_switch_wal()");
            } catch (IllegalStateException e) {
                LOG.log(Level.INFO, "the database''s log is full: {0}", e.getCause());
                return;
            }
        }
        throw new IllegalStateException("the database's log found room for " + MAX_LOG_FILES + " files");
    }

    /** Starts it if it has ended by itself. */
    void startIfEnded() {
        if (!cluster.isRunning()) {
            cluster.start();
        }
    }

    /** Another one that follows this one; a commit here returns when it is there, too. */
    FaultyDatabase standby() {
        FaultyDatabase standby = new FaultyDatabase(cluster.standby());
        execute("alter system set synchronous_standby_names = '*'");
        execute("select pg_reload_conf()");
        return standby;
    }

    /** Takes over. */
    void promote() {
        execute("select pg_promote()");
    }

    int port() {
        return URI.create(cluster.url().substring("jdbc:".length())).getPort();
    }

    /** For nodes, by way of this port: a proxy's, or its own. */
    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** {@code kill -9} for all its processes. */
    void kill() {
        List<ProcessHandle> processes = cluster.processes().toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    void start() {
        cluster.start();
    }

    /** As an administrator does: all that is connected is sent away. */
    void restart() {
        cluster.restart();
    }

    /** As a server that was failed over does: it reads, and takes no change. */
    void readOnly(boolean readOnly) {
        execute("alter system set default_transaction_read_only = " + (readOnly ? "on" : "off"));
        execute("select pg_reload_conf()");
    }

    /**
     * Sends all nodes away and takes every connection that an ordinary user can get; they are free when it is closed.
     */
    Connections exhaust() throws SQLException {
        Connections taken = new Connections(new ArrayList<>());
        while (numberOf("pg_stat_activity where usename = 'node' and application_name <> 'crowd'") > 0
                || taken.takeAll() > 0) {
            execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where usename = 'node' and application_name <> 'crowd'");
            taken.takeAll();
        }
        return taken;
    }

    long numberOf(String what) {
        return Long.parseLong(texts("select count(*) from " + what).get(0));
    }

    /** The first column. */
    List<String> texts(String sql) {
        try (Connection connection = DriverManager.getConnection(cluster.url(), "countersign", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(cluster.url(), "countersign", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }

    /** Connections that do nothing. */
    final class Connections implements AutoCloseable {

        private final List<Connection> taken;

        private Connections(List<Connection> taken) {
            this.taken = taken;
        }

        private int takeAll() throws SQLException {
            for (int number = 0; ; number++) {
                try {
                    taken.add(DriverManager.getConnection(url(port()) + "?ApplicationName=crowd", "node", ""));
                } catch (SQLException e) {
                    if (!TOO_MANY.equals(e.getSQLState())) {
                        throw e;
                    }
                    return number;
                }
            }
        }

        int size() {
            return taken.size();
        }

        @Override
        public void close() throws SQLException {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }
}
