package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.client.SecretHash;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written down about credentials that end soon, on every database: two nodes share one here. */
abstract class ExpiryNoticesContract {

    private static final ClientId BILLING = new ClientId("billing");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant WEEK_ON = NOON.plus(Duration.ofDays(7));
    private static final Instant LONG_AGO = NOON.minus(Duration.ofDays(300));
    private static final int ALL = 10_000;

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final List<JdbcStore> stores = new ArrayList<>();
    private JdbcStore store = node();
    private ExpiryNotices notices = store.expiryNotices();
    private ExpiryNotices otherNode = node().expiryNotices();

    /** The same database each time. */
    protected abstract HikariConfig database();

    @BeforeEach
    void start() {
        for (String sql : List.of(
                "delete from countersign_client",
                "delete from countersign_event",
                "update countersign_expiry_notice set credential_id = ''")) {
            store.connections().read(connection -> Sql.execute(connection, sql));
        }
        for (String sql : List.of(
                "update countersign_expiry_notice set ends_at = ?", "update countersign_chore set due_at = ?")) {
            store.connections().read(connection -> Sql.execute(connection, sql, Instant.EPOCH));
        }
    }

    @AfterEach
    void stop() {
        stores.forEach(JdbcStore::close);
        pools.forEach(HikariDataSource::close);
    }

    private JdbcStore node() {
        HikariDataSource pool = new HikariDataSource(database());
        pools.add(pool);
        new Schema(pool).migrate();
        JdbcStore node = new JdbcStore(pool, () -> NOON);
        stores.add(node);
        return node;
    }

    @Test
    void whatIsWrittenDownMakesNobodyForgetAClient() {
        register(BILLING, LONG_AGO, NOON.plusSeconds(1));
        ChangeFeed.Position start =
                store.changes().since(ChangeFeed.Position.START).position();

        assertThat(tell(notices, NOON, WEEK_ON)).isEqualTo(1);

        ChangeFeed.Changes changes = store.changes().since(start);
        assertThat(changes.clients()).isEmpty();
        assertThat(changes.all()).isFalse();
        assertThat(changes.position().events().number())
                .isGreaterThan(start.events().number());
    }

    @Test
    void whatEndsIsWrittenDownOnceByWhicheverNode() {
        register(BILLING, LONG_AGO, NOON.plusSeconds(1), WEEK_ON);
        registerCertificate("c", WEEK_ON);
        register(new ClientId("later"), LONG_AGO, WEEK_ON.plusNanos(1000));
        register(new ClientId("past"), LONG_AGO, NOON);

        assertThat(tell(notices, NOON, WEEK_ON)).isEqualTo(3);
        assertThat(tell(otherNode, NOON, WEEK_ON)).isZero();
        assertThat(tell(notices, NOON, WEEK_ON)).isZero();

        assertThat(told()).containsExactly("billing-0", "billing-1", "c");
        AuditEvent event = events().get(0);
        assertThat(event.actor()).isEqualTo("system");
        assertThat(event.action()).isEqualTo("test.expiring");
        assertThat(event.client()).contains(new ClientId("certified"));
        // Each number of days for itself.
        assertThat(notices.tell(1, NOON, WEEK_ON, ALL, ExpiryNoticesContract::change))
                .isEqualTo(3);
        assertThat(tell(notices, NOON, WEEK_ON.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void nodesThatWriteAtOnceWriteOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            Instant[] ends = new Instant[12];
            // Some of them together.
            Arrays.setAll(ends, n -> NOON.plusSeconds(n / 5));
            register(new ClientId("client-" + i), LONG_AGO, ends);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        int told = 0;
        try {
            Callable<Integer> here = () -> tell(notices, NOON.minusSeconds(1), WEEK_ON);
            Callable<Integer> there = () -> tell(otherNode, NOON.minusSeconds(1), WEEK_ON);
            for (Future<Integer> one : threads.invokeAll(List.of(here, there, here, there))) {
                told += one.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(told).isEqualTo(60);
        assertThat(told()).hasSize(60).doesNotHaveDuplicates();
        assertThat(notices.toldUntil(7)).contains(WEEK_ON);
    }

    @Test
    void whoBreaksDownHalfWayLosesAndRepeatsNothing() {
        register(BILLING, LONG_AGO, WEEK_ON, WEEK_ON, WEEK_ON, WEEK_ON);
        List<EndingCredential> seen = new ArrayList<>();

        assertThatThrownBy(() -> notices.tell(7, NOON, WEEK_ON, ALL, credential -> {
                    seen.add(credential);
                    if (seen.size() == 3) {
                        throw new UnavailableException("down");
                    }
                    return change(credential);
                }))
                .isInstanceOf(UnavailableException.class);
        assertThat(told()).containsExactly("billing-0", "billing-1");

        assertThat(tell(otherNode, NOON, WEEK_ON)).isEqualTo(2);
        assertThat(told()).containsExactly("billing-0", "billing-1", "billing-2", "billing-3");
    }

    @Test
    void aChangeThatCannotBeWrittenIsNotTakenForWritten() {
        register(BILLING, LONG_AGO, WEEK_ON);

        assertThatThrownBy(() -> notices.tell(7, NOON, WEEK_ON, ALL, credential -> new Change("system", "\0", "")))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(tell(notices, NOON, WEEK_ON)).isEqualTo(1);
        assertThat(told()).containsExactly("billing-0");
    }

    @Test
    void whatWasMadeWithLessToLiveIsLeftOut() {
        Instant weekBefore = WEEK_ON.minus(Duration.ofDays(7));
        register(BILLING, weekBefore, WEEK_ON);
        register(new ClientId("before"), weekBefore.minusNanos(1000), WEEK_ON);
        register(new ClientId("short"), weekBefore.plusSeconds(1), WEEK_ON);

        assertThat(tell(notices, NOON, WEEK_ON)).isEqualTo(1);

        assertThat(told()).containsExactly("before-0");
    }

    @Test
    void whatComesInBehindWhatWasToldOfIsLeftOut() {
        assertThat(notices.toldUntil(7)).isEmpty();
        assertThat(tell(notices, NOON, WEEK_ON)).isZero();
        assertThat(otherNode.toldUntil(7)).contains(WEEK_ON);
        assertThat(otherNode.toldUntil(30)).isEmpty();

        register(BILLING, LONG_AGO, WEEK_ON, WEEK_ON.plusNanos(1000));

        assertThat(tell(notices, NOON, WEEK_ON.plusSeconds(1))).isEqualTo(1);
        assertThat(told()).containsExactly("billing-1");
    }

    @Test
    void aClockThatIsBehindTurnsNothingBack() {
        tell(notices, NOON, WEEK_ON);
        register(BILLING, LONG_AGO, NOON.plusSeconds(1), WEEK_ON.minusSeconds(2));

        assertThat(tell(otherNode, NOON, WEEK_ON.minusSeconds(1))).isZero();
        assertThat(notices.toldUntil(7)).contains(WEEK_ON);
        // Nothing of this many days is known to be told of before.
        assertThat(notices.tell(30, WEEK_ON.minusSeconds(2), WEEK_ON, ALL, ExpiryNoticesContract::change))
                .isZero();
    }

    @Test
    void manyAreWrittenDownPieceByPiece() {
        for (int i = 0; i < 13; i++) {
            Instant[] ends = new Instant[20];
            Arrays.fill(ends, WEEK_ON);
            // A page and more of those that are left out come first.
            register(new ClientId("a" + i), NOON, ends);
        }
        register(BILLING, LONG_AGO, WEEK_ON, WEEK_ON, WEEK_ON, WEEK_ON, WEEK_ON);

        assertThat(tellTwo(notices)).isEqualTo(2);
        assertThat(tellTwo(otherNode)).isEqualTo(2);
        assertThat(tellTwo(notices)).isEqualTo(1);

        assertThat(told())
                .isEqualTo(IntStream.range(0, 5).mapToObj(i -> "billing-" + i).toList());
    }

    @Test
    void theTurnIsOneNodes() {
        Duration hour = Duration.ofHours(1);
        assertThat(notices.takeTurn(NOON, hour)).isTrue();
        assertThat(otherNode.takeTurn(NOON, hour)).isFalse();
        assertThat(notices.takeTurn(NOON.plus(hour).minusNanos(1000), hour)).isFalse();
        assertThat(otherNode.takeTurn(NOON.plus(hour), hour)).isTrue();
        assertThat(notices.takeTurn(NOON.plus(hour), hour)).isFalse();
    }

    @Test
    void otherNumbersOfDaysAreAMistake() {
        assertThatThrownBy(() -> notices.toldUntil(8)).isInstanceOf(IllegalStateException.class);
    }

    /** Goes on where they are, which may be in the middle of those that end together. */
    private static int tellTwo(ExpiryNotices node) {
        Instant after = node.toldUntil(7).orElse(NOON);
        return node.tell(7, after, WEEK_ON, 2, ExpiryNoticesContract::change);
    }

    private static int tell(ExpiryNotices node, Instant after, Instant until) {
        return node.tell(7, after, until, ALL, ExpiryNoticesContract::change);
    }

    private static Change change(EndingCredential credential) {
        return new Change("system", "test.expiring", credential.id());
    }

    /** The oldest first. */
    private List<String> told() {
        List<String> ids = new ArrayList<>();
        events().forEach(event -> ids.add(0, event.detail()));
        return ids;
    }

    private List<AuditEvent> events() {
        return store.auditTrail().events(Optional.empty(), Optional.empty(), 500).items().stream()
                .filter(event -> event.action().equals("test.expiring"))
                .toList();
    }

    /** With secrets that are named after it, and numbered. */
    private void register(ClientId client, Instant madeAt, Instant... ends) {
        List<ClientSecret> secrets = new ArrayList<>();
        for (Instant end : ends) {
            secrets.add(new ClientSecret(
                    client + "-" + secrets.size(),
                    "",
                    new SecretHash("hash"),
                    madeAt,
                    Optional.of(end),
                    Optional.empty()));
        }
        store.clients()
                .create(client, ClientProfile.confidential(), secrets, new Change("system", "client.create", ""));
    }

    private void registerCertificate(String id, Instant end) {
        ClientId client = new ClientId("certified");
        register(client, LONG_AGO);
        ClientCertificate certificate = new ClientCertificate(
                id, "kid", "", ClientCertificate.Kind.CERTIFICATE, "MII", LONG_AGO, Optional.of(end), Optional.empty());
        store.clients()
                .update(
                        client,
                        OptionalLong.empty(),
                        present -> present.withCertificates(List.of(certificate)),
                        new Change("system", "certificate.add", ""));
    }
}
