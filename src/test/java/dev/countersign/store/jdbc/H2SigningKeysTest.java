package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2SigningKeysTest extends SigningKeysContract {

    @TempDir
    static Path directory;

    @Override
    protected HikariConfig database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:" + directory.resolve("clients"));
        return config;
    }
}
