package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbExpiryNoticesIT extends ExpiryNoticesContract {

    private static MariaDb server;

    @BeforeAll
    static void startServer() {
        server = new MariaDb();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected HikariConfig database() {
        return server.database();
    }
}
