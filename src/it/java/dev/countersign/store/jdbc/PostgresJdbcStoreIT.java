package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("full")
class PostgresJdbcStoreIT extends PooledJdbcStoreContract {

    private static final int LARGEST_POOL = 10;

    private final PostgresCluster cluster = new PostgresCluster();

    @Override
    protected HikariConfig database() {
        return cluster.database();
    }

    @AfterAll
    void stopCluster() {
        cluster.close();
    }

    @Test
    void gen11_theStoreGoesOnWhenTheServerIsBack() {
        Client before = store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        cluster.stop();
        try {
            for (Callable<?> question : List.<Callable<?>>of(
                    () -> store.clients().find(BILLING),
                    () -> store.changes().since(ChangeFeed.Position.START),
                    () -> store.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE))) {
                assertThatThrownBy(question::call).isInstanceOf(UnavailableException.class);
            }
        } finally {
            cluster.start();
        }

        assertThat(answer(() -> store.clients().find(BILLING))).contains(before);
        assertThat(answer(() -> otherNode.clients().find(BILLING))).contains(before);
        Client after = answer(() -> otherNode.clients().update(BILLING, OptionalLong.of(1), renamed("x"), CHANGE));
        assertThat(after.version()).isEqualTo(2);
    }

    @Test
    void gen11_aDatabaseThatHangsIsUnavailable() throws SQLException {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table countersign_client, countersign_counter in access exclusive mode");

            for (Callable<?> question : List.<Callable<?>>of(
                    () -> store.clients().find(BILLING),
                    () -> store.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE))) {
                assertThatThrownBy(question::call).isInstanceOf(UnavailableException.class);
            }
            connection.rollback();
        }
        assertThat(store.clients().find(BILLING).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void gen11_aServerThatFallsSilentIsUnavailable() {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        cluster.signal("STOP");
        try {
            assertThatThrownBy(() -> store.clients().find(BILLING)).isInstanceOf(UnavailableException.class);
        } finally {
            cluster.signal("CONT");
        }
        assertThat(answer(() -> store.clients().find(BILLING))).isPresent();
    }

    /** The pool finds out connection by connection that those it has are dead. */
    private static <T> T answer(Supplier<T> question) {
        for (int dead = 0; ; dead++) {
            try {
                return question.get();
            } catch (UnavailableException e) {
                if (dead == LARGEST_POOL) {
                    throw e;
                }
            }
        }
    }

    @Test
    void threeNodesThatStartAtOnceMigrateOnce() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema race");
            statement.execute("create table race.of_somebody_else (x int)");
        }
        HikariConfig config = database();
        config.setSchema("race");
        try (HikariDataSource race = new HikariDataSource(config)) {
            Callable<Object> node = () -> {
                new Schema(race).migrate();
                return "";
            };

            atOnce(List.of(node, node, node));

            new Schema(race).requireCurrent();
            try (JdbcStore there = new JdbcStore(race, clock)) {
                there.clients().create(BILLING, PLAIN, List.of(), CHANGE);
                assertThat(there.clients().find(BILLING)).isPresent();
            }
        }
        assertThat(store.clients().find(BILLING)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageReadsAWholeTableOrSorts(String sql) throws SQLException {
        assertThat(plan(sql)).doesNotContain("Seq Scan").doesNotContain("Sort").doesNotContain("Hash");
    }

    /** A page's halves come in their order and are merged by it. */
    @ParameterizedTest
    @MethodSource("ends")
    void whatEndsIsFoundByItsIndexes(String sql) throws SQLException {
        String plan = plan(sql);

        assertThat(plan).contains("countersign_client_secret_end", "countersign_client_certificate_end");
        assertThat(plan.replace("Sort Key", ""))
                .doesNotContain("Seq Scan")
                .doesNotContain("Sort")
                .doesNotContain("Hash");
    }

    /** With enough rows for the planner to think. */
    private String plan(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into countersign_client select 'client-' || i, 'Name ' || i, '', 'confidential', true, 'client_secret_basic',
                        '', false, 1, now(), now() from generate_series(1, 20000) i
                    """);
            statement.execute("""
                    insert into countersign_client_secret
                    select client_id, client_id, 0, '', 'hash', now(), now() + version * interval '1 day', null from countersign_client
                    """);
            statement.execute("""
                    insert into countersign_client_certificate
                    select client_id, client_id, 0, 'kid', '', 'CERTIFICATE', 'MII', now(), now() + version * interval '1 day', null
                    from countersign_client
                    """);
            statement.execute("""
                    insert into countersign_client_term
                    select left(t, 64), client_id from countersign_client,
                        lateral (values ('client ' || substr(client_id, 8)), (substr(client_id, 8)), (lower(name))) v(t)
                    """);
            statement.execute("""
                    insert into countersign_event select 1000000 + i, now(), 'system', 'x', 'client-' || i % 100, ''
                    from generate_series(1, 20000) i
                    """);
            statement.execute("analyze");
            statement.execute("set plan_cache_mode = force_generic_plan");
            statement.execute("prepare page as " + numbered(sql));
            String arguments = arguments(sql);
            try (PreparedStatement explain =
                            connection.prepareStatement("explain (costs off) execute page(" + arguments + ")");
                    ResultSet lines = explain.executeQuery()) {
                StringBuilder plan = new StringBuilder();
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
                return plan.toString();
            } finally {
                statement.execute("deallocate page");
                statement.execute("reset plan_cache_mode");
            }
        }
    }

    private static String numbered(String sql) {
        AtomicInteger number = new AtomicInteger();
        return Pattern.compile("[?]").matcher(sql).replaceAll(mark -> "\\$" + number.incrementAndGet());
    }

    private static String arguments(String sql) {
        long parameters = sql.chars().filter(c -> c == '?').count();
        return String.join(", ", Collections.nCopies((int) parameters, "null"));
    }

    @Test
    void anIdIsNoPattern() {
        store.clients().create(new ClientId("a%"), PLAIN, List.of(), CHANGE);

        assertThat(store.clients().find(new ClientId("ab"))).isEmpty();
    }
}
