package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.SearchTerms;
import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("full")
class MariaDbJdbcStoreIT extends PooledJdbcStoreContract {

    private static final int LARGEST_POOL = 10;

    /** The last instant that can be stored. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private final MariaDb server = new MariaDb();

    @Override
    protected HikariConfig database() {
        return server.database();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Test
    void gen11_theStoreGoesOnWhenTheServerIsBack() {
        Client before = store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        server.stop();
        try {
            assertNothingIsAnswered();
        } finally {
            server.start();
        }

        assertThat(answer(() -> store.clients().find(BILLING))).contains(before);
        assertThat(answer(() -> otherNode.clients().find(BILLING))).contains(before);
        Client after = answer(() -> otherNode.clients().update(BILLING, OptionalLong.of(1), renamed("x"), CHANGE));
        assertThat(after.version()).isEqualTo(2);
    }

    private void assertNothingIsAnswered() {
        for (Callable<?> question : List.<Callable<?>>of(
                () -> store.clients().find(BILLING),
                () -> store.changes().since(ChangeFeed.Position.START),
                () -> store.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE))) {
            assertThatThrownBy(question::call).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void gen11_aDatabaseThatHangsIsUnavailable() throws SQLException {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        try (Connection root = server.administrator();
                Statement statement = root.createStatement()) {
            statement.execute(
                    "lock tables countersign.countersign_client write, countersign.countersign_counter write");

            assertNothingIsAnswered();
            statement.execute("unlock tables");
        }
        assertThat(store.clients().find(BILLING).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void gen11_aServerThatFallsSilentIsUnavailable() {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        server.signal("STOP");
        try {
            assertThatThrownBy(() -> store.clients().find(BILLING)).isInstanceOf(UnavailableException.class);
        } finally {
            server.signal("CONT");
        }
        assertThat(answer(() -> store.clients().find(BILLING))).isPresent();
    }

    @Test
    void gen11_aServerThatOnlyReadsIsUnavailableForChanges() {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        server.asRoot("set global read_only = 1");
        try {
            assertThatThrownBy(() -> store.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE))
                    .isInstanceOf(UnavailableException.class);
            assertThat(store.clients().find(BILLING)).isPresent();
        } finally {
            server.asRoot("set global read_only = 0");
        }
        assertThat(store.clients()
                        .update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE)
                        .version())
                .isEqualTo(2);
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
        server.create("race");
        try (HikariDataSource race = new HikariDataSource(server.database("race", ""))) {
            execute(race, "create table of_somebody_else (x int)");
            Callable<Object> node = () -> {
                new Schema(race).migrate();
                return "";
            };

            assertThat(atOnce(List.of(node, node, node))).containsOnly(Optional.empty());

            new Schema(race).requireCurrent();
            try (JdbcStore there = new JdbcStore(race, clock)) {
                there.clients().create(BILLING, PLAIN, List.of(), CHANGE);
                assertThat(there.clients().find(BILLING)).isPresent();
            }
        }
        assertThat(store.clients().find(BILLING)).isEmpty();
    }

    /** Its statements before the failure stay, since MariaDB commits each of them. */
    @Test
    void aMigrationThatFailedGoesOnWhereTheCauseWasMended() throws SQLException {
        server.create("failing");
        try (HikariDataSource failing = new HikariDataSource(server.database("failing", ""))) {
            // In the way of the last table of V2, so that a row of it cannot be inserted.
            execute(failing, "create table countersign_chore (x int)");
            for (int start = 0; start < 2; start++) {
                assertThatThrownBy(() -> new Schema(failing).migrate())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("cannot be brought up to date");
                assertThatThrownBy(() -> new Schema(failing).requireCurrent())
                        .isInstanceOf(IllegalStateException.class);
            }
            server.asRoot("drop table failing.countersign_chore");

            new Schema(failing).migrate();

            new Schema(failing).requireCurrent();
            try (JdbcStore there = new JdbcStore(failing, clock)) {
                there.clients().create(BILLING, PLAIN, List.of(), CHANGE);
                assertThat(there.signingKeys().version()).isZero();
            }
        }
    }

    /** What a start looks at, each set as it must not be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sql_mode='NO_ENGINE_SUBSTITUTION'               | STRICT_TRANS_TABLES in its sql_mode",
                "sql_mode='STRICT_ALL_TABLES,EMPTY_STRING_IS_NULL' | must not have EMPTY_STRING_IS_NULL",
                "character_set_connection=latin1                 | character set utf8mb4, not latin1",
            })
    void aSessionThatWouldStoreSomethingElseIsRefused(String variable, String message) {
        try (HikariDataSource pool =
                new HikariDataSource(server.database("countersign", "sessionVariables=" + variable))) {
            for (Runnable start :
                    List.<Runnable>of(() -> new Schema(pool).migrate(), () -> new Schema(pool).requireCurrent())) {
                assertThatThrownBy(start::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(message);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_allowed_packet | 1048576     | 16777216 | at least 8388608 bytes, not 1048576",
                "binlog_format      | 'STATEMENT' | 'MIXED'  | binlog_format MIXED or ROW",
            })
    void aServerThatCouldNotTakeEveryChangeIsRefused(String name, String bad, String good, String message) {
        server.asRoot("set global " + name + " = " + bad);
        try (HikariDataSource pool = new HikariDataSource(database())) {
            assertThatThrownBy(() -> new Schema(pool).migrate())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
        } finally {
            server.asRoot("set global " + name + " = " + good);
        }
        try (HikariDataSource pool = new HikariDataSource(database())) {
            new Schema(pool).migrate();
        }
    }

    /** Whatever time zone the server, the session or the process has, also where its clock is put forward and back. */
    @Test
    void timesAreStoredInUtc() throws SQLException {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try (HikariDataSource pool = new HikariDataSource(
                        server.database(
                                "countersign",
                                "connectionTimeZone=America/New_York&forceConnectionTimeZoneToSession=false&preserveInstants=true"));
                JdbcStore abroad = new JdbcStore(pool, clock)) {
            for (Instant end : List.of(
                    Instant.parse("2027-03-14T07:30:00.123456Z"),
                    Instant.parse("2027-03-14T02:30:00Z"),
                    Instant.parse("2027-11-07T05:30:00Z"),
                    Instant.parse("2027-11-07T06:30:00Z"),
                    Instant.EPOCH,
                    LAST)) {
                ClientId id = new ClientId("until-" + end);
                abroad.clients().create(id, PLAIN, List.of(secret("s1", Optional.of(end))), CHANGE);

                for (JdbcStore node : List.of(abroad, store)) {
                    Client found = node.clients().find(id).orElseThrow();
                    assertThat(found.secrets().get(0).expiresAt()).contains(end);
                    assertThat(found.createdAt()).isEqualTo(clock.instant());
                    assertThat(node.expiryCalendar().count(end.minusNanos(1000), end))
                            .isEqualTo(1);
                }
                assertThat(column("select cast(expires_at as char) from countersign_client_secret"))
                        .isEqualTo(end.toString()
                                .replace('T', ' ')
                                .replaceFirst("(:\\d\\d)Z", "$1.000000")
                                .replace("Z", ""));
                abroad.clients().delete(id, OptionalLong.empty(), CHANGE);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void gen21_textsThatDifferAreNeverTakenForEachOther() {
        List<String> ids = List.of("billing", "Billing", "BILLING", "b_lling", "b%");
        ids.forEach(id -> store.clients().create(new ClientId(id), named(id), List.of(), CHANGE));

        for (String id : ids) {
            assertThat(otherNode
                            .clients()
                            .find(new ClientId(id))
                            .orElseThrow()
                            .profile()
                            .name())
                    .isEqualTo(id);
        }
        assertThat(otherNode.clients().find(new ClientId("bi_ling"))).isEmpty();
        assertThat(otherNode.clients().count()).isEqualTo(ids.size());
    }

    /** Four bytes each, of which the server's own character set, latin1 here, has none. */
    @Test
    void theLargestPropertyOfTheWidestCharactersIsStored() {
        String text = "\ud83d\udd11".repeat(500_000) + "'\\\"";
        ClientProfile profile = PLAIN.withProperties(Map.of("keys", text));

        store.clients().create(BILLING, profile, List.of(), CHANGE);

        assertThat(otherNode.clients().find(BILLING).orElseThrow().profile().properties())
                .isEqualTo(Map.of("keys", text));
    }

    @Test
    void noPageReadsAWholeTableOrSorts() throws SQLException {
        fill();
        Instant end = NOON.plusSeconds(60);

        assertThat(plan(ClientPages.BY_ID, "client-5", 50)).isEqualTo("range PRIMARY");
        assertThat(plan(ClientPages.FROM_TERM, "client 1", SearchTerms.end("client 1"), "client 1", 50))
                .isEqualTo("range PRIMARY, ref countersign_client_term_of");
        assertThat(plan(ClientPages.WITHIN_TERM_ON_MARIADB, "client 1", "client-5", "client 1", 50))
                .isEqualTo("range PRIMARY, ref countersign_client_term_of");
        assertThat(plan(Events.BACKWARDS, 1_010_000L, 50)).isEqualTo("range PRIMARY");
        assertThat(plan(Events.BACKWARDS_OF_CLIENT_ON_MARIADB, "client-5", 1_010_000L, 50))
                .isEqualTo("range countersign_event_client");
        assertThat(plan(Events.FORWARDS, 1_010_000L, 1_011_000L)).isEqualTo("range PRIMARY");
        assertThat(plan(Events.FOLLOWING, 1_010_000L, 50)).isEqualTo("range PRIMARY");
        assertThat(plan(Events.FOLLOWING_OF_CLIENT_ON_MARIADB, "client-5", 1_000_000L, 50))
                .isEqualTo("range countersign_event_client");
        assertThat(plan(OldEvents.OLDEST, 1_010_000L, 50)).isEqualTo("range PRIMARY");
        assertThat(plan(Events.STATE, 1_010_000L, 5L)).doesNotContain("ALL").doesNotContain("index");
        assertThat(plan(ExpiryPages.SECRETS, NOON, end, NOON, "x", 50))
                .isEqualTo("range countersign_client_secret_end");
        assertThat(plan(ExpiryPages.CERTIFICATES, NOON, end, NOON, "x", 50))
                .isEqualTo("range countersign_client_certificate_end");
        assertThat(plan(ExpiryPages.BOTH, NOON, end, NOON, "x", 50, NOON, end, NOON, "x", 50, 50))
                .as("two pages are sorted")
                .isEqualTo("ALL null filesort, range countersign_client_secret_end,"
                        + " range countersign_client_certificate_end");
        assertThat(plan(ExpiryPages.COUNT, NOON, end, NOON, end))
                .isEqualTo("ALL null, range countersign_client_secret_end, range countersign_client_certificate_end");
        assertThat(plan(ClientReader.ONE_CLIENT, "client-5", "client-5", "client-5", "client-5", "client-5"))
                .as("no temporary table")
                .isEqualTo("const PRIMARY, ref PRIMARY, ref PRIMARY, ref PRIMARY, ref PRIMARY");
    }

    private String plan(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return MariaDbPlan.of(connection, sql, parameters);
        }
    }

    private void fill() throws SQLException {
        execute(database, """
                insert into countersign_client (client_id, name, description, access_type, enabled, method, scopes, administrator, version,
                    created_at, updated_at)
                select concat('client-', seq), concat('Name ', seq), '', 'confidential', true, 'client_secret_basic', '', false, seq,
                    now(), now() from seq_1_to_20000
                """);
        execute(database, """
                insert into countersign_client_secret (client_id, secret_id, place, label, hash, created_at, expires_at)
                select client_id, client_id, 0, '', 'hash', now(), now() + interval version minute from countersign_client
                """);
        execute(database, """
                insert into countersign_client_certificate (client_id, certificate_id, place, kid, alias, kind, der, created_at, not_after)
                select client_id, client_id, 0, 'kid', '', 'CERTIFICATE', 'MII', now(), now() + interval version minute from countersign_client
                """);
        execute(
                database,
                "insert into countersign_client_term"
                        + " select replace(client_id, '-', ' '), client_id from countersign_client"
                        + " union all select substr(client_id, 8), client_id from countersign_client"
                        + " union all select lower(name), client_id from countersign_client");
        execute(database, """
                insert into countersign_event
                select 1000000 + seq, now(), 'system', 'x', concat('client-', seq % 100), '', true from seq_1_to_20000
                """);
        for (String table : List.of("client", "client_secret", "client_certificate", "client_term", "event")) {
            server.asRoot("analyze table countersign.countersign_" + table);
        }
    }

    private String column(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.first(connection, row -> row.getString(1), sql).orElseThrow();
        }
    }

    private static void execute(DataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
