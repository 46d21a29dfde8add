package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.client.UnavailableException;
import dev.countersign.token.RevokedTokens.Revoked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class MariaDbRevokedTokensIT extends RevokedTokensContract {

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

    @Test
    void rev1_aServerThatIsDownIsNeitherYesNorNo() {
        node.tokens.revoke(new Revoked("t1", now.plusSeconds(60)));
        server.stop();
        try {
            assertThatThrownBy(() -> node.tokens.isRevoked("t1")).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> node.tokens.since(0, 1)).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> node.tokens.revoke(new Revoked("t2", now.plusSeconds(60))))
                    .isInstanceOf(UnavailableException.class);
        } finally {
            server.start();
        }
        node.close();
        node = new Node();
        assertThat(node.tokens.isRevoked("t1")).isTrue();
        assertThat(node.tokens.isRevoked("t2")).isFalse();
    }

    @Test
    void stepsAndWhatIsToBeForgottenAreRangesOfIndexes() {
        fill(20_000);
        server.asRoot("analyze table countersign.countersign_revoked_token");

        assertThat(plan(JdbcRevokedTokens.SINCE, 10L, 100)).isEqualTo("range countersign_revoked_token_n");
        assertThat(plan(JdbcRevokedTokens.OLDEST, now.plusSeconds(3600), 100))
                .isEqualTo("range countersign_revoked_token_end");
    }

    private String plan(String sql, Object... parameters) {
        return node.store.connections().read(connection -> MariaDbPlan.of(connection, sql, parameters));
    }
}
