package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class PostgresStoreReplayGuardIT extends StoreReplayGuardContract {

    private static PostgresCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = new PostgresCluster();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected HikariConfig database() {
        return cluster.database();
    }

    @Test
    void jwt6_aServerThatIsDownIsNeitherYesNorNo() {
        assertThat(claim(guard(), BILLING, "a", later())).isTrue();
        cluster.stop();
        try {
            assertThatThrownBy(() -> claim(guard(), BILLING, "a", later())).isInstanceOf(UnavailableException.class);
        } finally {
            cluster.start();
        }
        node.close();
        node = new Node();
        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
    }

    @Test
    void jwt6_aClaimDoesNotWaitForOtherClaims() throws SQLException {
        try (Connection connection = node.pool.getConnection()) {
            connection.setAutoCommit(false);
            Sql.execute(
                    connection,
                    "insert into countersign_used_assertion (client_id, jti_hash, keep_until) values ('billing', 'x', ?)",
                    later());

            assertThat(claim(guard(), BILLING, "a", later())).isTrue();
            connection.rollback();
        }
    }

    @Test
    void jwt6_aClaimDoesNotWaitForATransactionOnTheSameNode() {
        node.store.connections().transact(connection -> {
            assertThat(CompletableFuture.supplyAsync(() -> claim(guard(), BILLING, "a", later()))
                            .join())
                    .isTrue();
            return "";
        });
    }
}
