package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("full")
class PostgresSigningKeysIT extends SigningKeysContract {

    private static PostgresCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = new PostgresCluster();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected HikariConfig database() {
        return cluster.database();
    }
}
