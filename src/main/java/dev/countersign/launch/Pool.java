package dev.countersign.launch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Makes the pooled DataSource that is bound for the application. */
final class Pool {
    /** Wait for a connection: an unavailable store must show before the client of a request gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration VALIDATION = Duration.ofSeconds(1);
    /** Network timeout, longer than any statement of ours takes. */
    private static final Duration SOCKET_PATIENCE = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 10;

    private Pool() {}

    /** The embedded H2: no port, no console, no second process; a commit is on the disk when it returns. */
    static HikariDataSource embedded(DataDirectory data) throws StartupException {
        // In an H2 URL a semicolon ends the path and begins a setting.
        if (data.path().toString().contains(";")) {
            throw new StartupException("the data directory's path must not contain ';': " + data.path());
        }
        try {
            PrivateFiles.create(data.databaseFile());
        } catch (IOException e) {
            throw StartupException.because("cannot write " + data.databaseFile(), e);
        }
        return open(embeddedConfig(data), "the database " + data.databaseFile());
    }

    /** The same again, for a database that was closed; one that cannot be opened is tried on in the background. */
    static HikariDataSource reopened(DataDirectory data) {
        HikariConfig config = embeddedConfig(data);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static HikariConfig embeddedConfig(DataDirectory data) {
        HikariConfig config = common();
        config.setDriverClassName("org.h2.Driver");
        // WRITE_DELAY: a commit is in the file before it returns.
        // RETENTION_TIME: in milliseconds, the longest there is. H2 2.3 to 2.5 lose the last commits at a SIGKILL once
        // they write over old pieces of the file: the file's header is then one piece behind the chain of the new ones.
        // So nothing is written over while the database is open; Compaction and the end make the file small.
        // COMPRESS: each commit writes a third less.
        // MAX_COMPACT_TIME: at the end, in milliseconds.
        // DB_CLOSE_ON_EXIT: the launcher closes it, after the last request. TRACE_LEVEL_FILE: no statements in a file.
        config.setDataSource(new PromptDataSource(
                new DriverDataSource(
                        "jdbc:h2:file:" + data.database().toAbsolutePath()
                                + ";WRITE_DELAY=0;RETENTION_TIME=" + Integer.MAX_VALUE
                                + ";COMPRESS=TRUE;MAX_COMPACT_TIME=2000;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0",
                        config.getDriverClassName(),
                        new Properties(),
                        "countersign",
                        ""),
                PromptDataSource.PAUSE));
        return config;
    }

    static HikariDataSource external(Options.Database database) throws StartupException {
        HikariConfig config = common();
        // The URL's own parameters win over these.
        Properties driver = new Properties();
        database.user().ifPresent(user -> driver.setProperty("user", user));
        Optional<Path> passwordFile = database.passwordFile();
        if (passwordFile.isPresent()) {
            driver.setProperty("password", SecretFile.read(passwordFile.get()));
        }
        switch (database.url().kind()) {
            case POSTGRESQL -> {
                config.setDriverClassName("org.postgresql.Driver");
                driver.setProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
                driver.setProperty("loginTimeout", Long.toString(PATIENCE.toSeconds()));
                driver.setProperty("socketTimeout", Long.toString(SOCKET_PATIENCE.toSeconds()));
                // A statement that is over its time waits for this, too.
                driver.setProperty("cancelSignalTimeout", Long.toString(PATIENCE.toSeconds()));
                driver.setProperty("tcpKeepAlive", "true");
            }
            case MARIADB -> {
                config.setDriverClassName("org.mariadb.jdbc.Driver");
                driver.setProperty("connectTimeout", Long.toString(PATIENCE.toMillis()));
                driver.setProperty("socketTimeout", Long.toString(SOCKET_PATIENCE.toMillis()));
                driver.setProperty("tcpKeepAlive", "true");
                // In seconds: the transaction of a stopped node would hold up the changes of the others.
                driver.setProperty("sessionVariables", "idle_write_transaction_timeout=4");
                // A server that asks for a file of this machine gets none.
                driver.setProperty("allowLocalInfile", "false");
            }
        }
        driver.putAll(database.url().secrets());
        // Not as the pool's own properties, which the pool logs.
        config.setDataSource(new PromptDataSource(
                new DriverDataSource(database.url().shown(), config.getDriverClassName(), driver, null, null),
                PromptDataSource.PAUSE));
        return open(config, "the database " + database.url().place());
    }

    private static HikariConfig common() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("countersign");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setExceptionOverride(new UselessConnection());
        return config;
    }

    private static HikariDataSource open(HikariConfig config, String name) throws StartupException {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw StartupException.because("cannot open " + name, e.getCause() == null ? e : e.getCause());
        }
    }
}
