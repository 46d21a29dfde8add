package dev.countersign.launch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The DataSource that is bound for the application. */
final class Pool {
    /** A store that does not answer must be noticed before the one who asks gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration VALIDATION = Duration.ofSeconds(1);
    /** Longer than any statement of ours takes. */
    private static final Duration SOCKET_PATIENCE = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 10;

    private Pool() {}

    static HikariDataSource open(Options options, DataDirectory data) throws StartupException {
        return options.database().isPresent() ? postgreSql(options.database().get()) : embedded(data);
    }

    /** No port, no console, no second process; a commit is on the disk when it returns. */
    static HikariDataSource embedded(DataDirectory data) throws StartupException {
        // A semicolon would end the path and begin a setting.
        if (data.path().toString().contains(";")) {
            throw new StartupException("the data directory's path must not contain ';': " + data.path());
        }
        try {
            PrivateFiles.create(data.databaseFile());
        } catch (IOException e) {
            throw StartupException.because("cannot write " + data.databaseFile(), e);
        }
        HikariConfig config = common();
        config.setDriverClassName("org.h2.Driver");
        // DB_CLOSE_ON_EXIT: the launcher closes it, after the last request. TRACE_LEVEL_FILE: no statements in a file.
        config.setJdbcUrl("jdbc:h2:file:" + data.database().toAbsolutePath()
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
        config.setUsername("countersign");
        config.setPassword("");
        return open(config, "the database " + data.databaseFile());
    }

    private static HikariDataSource postgreSql(Options.Database database) throws StartupException {
        HikariConfig config = common();
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(database.url());
        database.user().ifPresent(config::setUsername);
        Optional<Path> passwordFile = database.passwordFile();
        if (passwordFile.isPresent()) {
            config.setPassword(SecretFile.read(passwordFile.get()));
        }
        // The URL's own parameters win over these.
        config.addDataSourceProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
        config.addDataSourceProperty("loginTimeout", Long.toString(PATIENCE.toSeconds()));
        config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET_PATIENCE.toSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Without its parameters, which may carry a password.
        return open(config, "the database " + database.url().replaceFirst("\\?.*", ""));
    }

    private static HikariConfig common() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("countersign");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
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
