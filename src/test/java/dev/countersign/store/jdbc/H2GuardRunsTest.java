package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.GuardRuns;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2GuardRunsTest {

    @TempDir
    Path directory;

    private final JdbcDataSource database = new JdbcDataSource();

    @BeforeEach
    void migrate() {
        database.setUrl("jdbc:h2:" + directory.resolve("clients"));
        new Schema(database).migrate();
    }

    @Test
    void jwt14_theLastRunIsKept() {
        UUID run = UUID.randomUUID();
        try (JdbcStore store = new JdbcStore(database, InstantSource.system())) {
            assertThat(store.guardRuns().last()).isEqualTo(GuardRuns.NONE);
            store.guardRuns().begin(UUID.randomUUID());
            store.guardRuns().begin(run);
        }
        try (JdbcStore store = new JdbcStore(database, InstantSource.system())) {
            assertThat(store.guardRuns().last()).isEqualTo(run);
        }
    }

    @Test
    void jwt14_aStoreThatWasInUseBeforeIsNotNew() throws SQLException {
        try (JdbcStore store = new JdbcStore(database, InstantSource.system())) {
            store.clients()
                    .create(
                            new ClientId("a"),
                            ClientProfile.confidential(),
                            List.of(),
                            new Change("x", "client.create", ""));
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                // As the version before left it.
                statement.execute("alter table countersign_client_certificate drop column algorithm");
                statement.execute("drop index countersign_client_certificate_replaced");
                for (String column : List.of("expires_at", "replaced_by", "unused_for")) {
                    statement.execute("alter table countersign_client_certificate drop column " + column);
                }
                statement.execute("drop index countersign_client_secret_replaced");
                statement.execute("alter table countersign_client_secret drop column replaced_by");
                statement.execute("alter table countersign_client_secret drop column unused_for");
                for (String column : List.of(
                        "grant_types",
                        "token_lifetime",
                        "introspection",
                        "tokens_not_before",
                        "certificate_bound",
                        "auditor",
                        "allowed_sources",
                        "managed_by")) {
                    statement.execute("alter table countersign_client drop column " + column);
                }
                statement.execute("drop table countersign_signing_key");
                statement.execute("drop table countersign_revoked_token");
                statement.execute("delete from countersign_counter where id > 1");
                statement.execute(
                        "delete from countersign_chore where name in ('forget-revoked-tokens', 'rotate-signing-keys', 'forget-events', 'end-unused-secrets')");
                statement.execute("drop table countersign_compatibility");
                statement.execute("drop table countersign_credential_use");
                statement.execute("drop table countersign_guard_run");
                statement.execute("delete from \"" + Schema.HISTORY_TABLE + "\" where \"installed_rank\" >= 5");
            }

            new Schema(database).migrate();

            assertThat(store.guardRuns().last()).isNotEqualTo(GuardRuns.NONE);
        }
    }
}
