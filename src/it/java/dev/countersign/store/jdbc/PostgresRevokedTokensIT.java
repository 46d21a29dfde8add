package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.client.UnavailableException;
import dev.countersign.token.RevokedTokens.Revoked;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class PostgresRevokedTokensIT extends RevokedTokensContract {

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

    @Test
    void rev1_aServerThatIsDownIsNeitherYesNorNo() {
        node.tokens.revoke(new Revoked("t1", now.plusSeconds(60)));
        cluster.stop();
        try {
            assertThatThrownBy(() -> node.tokens.isRevoked("t1")).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> node.tokens.since(0, 1)).isInstanceOf(UnavailableException.class);
            assertThatThrownBy(() -> node.tokens.revoke(new Revoked("t2", now.plusSeconds(60))))
                    .isInstanceOf(UnavailableException.class);
        } finally {
            cluster.start();
        }
        node.close();
        node = new Node();
        assertThat(node.tokens.isRevoked("t1")).isTrue();
        assertThat(node.tokens.isRevoked("t2")).isFalse();
    }

    @Test
    void stepsAndWhatIsToBeForgottenAreRangesOfIndexes() {
        fill(20_000);
        execute("analyze countersign_revoked_token");

        assertThat(plan(JdbcRevokedTokens.SINCE, 10L, 100))
                .contains("countersign_revoked_token_n")
                .doesNotContain("Seq Scan", "Sort");
        assertThat(plan(JdbcRevokedTokens.OLDEST, now.plusSeconds(3600), 100))
                .contains("countersign_revoked_token_end")
                .doesNotContain("Seq Scan", "Sort");
    }

    private String plan(String sql, Object... parameters) {
        List<String> plan = node.store
                .connections()
                .read(connection ->
                        Sql.list(connection, row -> row.getString(1), "explain (costs off) " + sql, parameters));
        return String.join("\n", plan);
    }
}
