package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeFeed;
import dev.countersign.token.KeyRotationTurn;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import dev.countersign.token.SigningKeyStore.Edited;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the table of signing keys has to keep to on every database: two nodes share one here. */
abstract class SigningKeysContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Change CREATED = new Change("person:ada", "signing-key.create", "a");

    private final List<HikariDataSource> pools = new ArrayList<>();
    private final List<JdbcStore> stores = new ArrayList<>();
    private final JdbcStore store = node();
    private final JdbcStore otherNode = node();
    private final SigningKeyStore keys = store.signingKeys();
    private final SigningKeyStore otherKeys = otherNode.signingKeys();

    /** The same database each time. */
    protected abstract HikariConfig database();

    @BeforeEach
    void start() {
        for (String sql : List.of("delete from countersign_signing_key", "delete from countersign_event")) {
            store.connections().read(connection -> Sql.execute(connection, sql));
        }
        store.connections()
                .read(connection -> Sql.execute(connection, "update countersign_chore set due_at = ?", Instant.EPOCH));
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
    void tok4_whatWasWrittenIsReadByAllNodes() {
        long version = keys.version();
        SigningKey b = new SigningKey(
                "b",
                "ES256",
                "MII/b+==",
                "sealed",
                NOON.plusNanos(123_456_789),
                Optional.of(NOON.plusNanos(1999)),
                Optional.of(NOON.plusNanos(2999)),
                Optional.of(NOON.plusNanos(3999)));
        SigningKey a = key("a", NOON.plusNanos(123_457_000));

        List<SigningKey> written = keys.change(present -> edited(List.of(a, b)));

        assertThat(written)
                .containsExactly(
                        new SigningKey(
                                "b",
                                "ES256",
                                "MII/b+==",
                                "sealed",
                                NOON.plusNanos(123_456_000),
                                Optional.of(NOON.plusNanos(1000)),
                                Optional.of(NOON.plusNanos(2000)),
                                Optional.of(NOON.plusNanos(4000))),
                        a);
        assertThat(otherKeys.all()).isEqualTo(written);
        assertThat(otherKeys.version()).isGreaterThan(version);
        assertThat(keys.change(present -> edited(present.subList(1, 2)))).containsExactly(a);
        assertThat(otherKeys.all()).containsExactly(a);
    }

    @Test
    void onlyWhatDiffersIsWritten() {
        keys.change(present -> edited(List.of(key("a", NOON), key("b", NOON), key("c", NOON))));

        List<SigningKey> after = keys.change(present -> edited(List.of(
                present.get(0).activatedAt(NOON.plusSeconds(1)).retiredAt(NOON.plusSeconds(2), NOON.plusSeconds(3)),
                present.get(2),
                key("d", NOON))));

        assertThat(after).extracting(SigningKey::kid).containsExactly("a", "c", "d");
        assertThat(after)
                .extracting(SigningKey::state)
                .containsExactly(SigningKey.State.RETIRED, SigningKey.State.PUBLISHED, SigningKey.State.PUBLISHED);
        assertThat(otherKeys.all()).isEqualTo(after);
    }

    @Test
    void aChangeHasAnEventThatConcernsNoClient() {
        ChangeFeed.Position start =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        long number = start.events().number();

        keys.change(present -> edited(List.of(key("a", NOON))));

        assertThat(events())
                .containsExactly(
                        new AuditEvent(number + 1, NOON, "person:ada", "signing-key.create", Optional.empty(), "a"));
        ChangeFeed.Changes changes = otherNode.changes().since(start);
        assertThat(changes.clients()).as("no node forgets its clients").isEmpty();
        assertThat(changes.all()).isFalse();
        assertThat(changes.position().events().number()).isEqualTo(number + 1);
        assertThat(changes.signingKeys()).isEqualTo(keys.version());
    }

    @Test
    void theSameKeysAreNoChange() {
        keys.change(present -> edited(List.of(key("a", NOON), key("b", NOON))));
        List<SigningKey> before = keys.all();
        long version = keys.version();

        assertThat(keys.change(present -> new Edited(present, Optional.empty())))
                .isEqualTo(before);
        assertThat(keys.change(present -> edited(List.of(present.get(1), present.get(0)))))
                .isEqualTo(before);

        assertThat(keys.version()).isEqualTo(version);
        assertThat(events()).hasSize(1);
    }

    @Test
    void aChangeThatFailsIsUndoneAltogether() {
        keys.change(present -> edited(List.of(key("a", NOON))));
        List<SigningKey> before = keys.all();
        long version = keys.version();
        IllegalStateException thrown = new IllegalStateException("no");
        String long501 = "x".repeat(501);

        assertThatThrownBy(() -> keys.change(present -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        for (Edited bad : List.of(
                new Edited(List.of(key("b", NOON)), Optional.of(new Change(long501, "signing-key.create", ""))),
                new Edited(List.of(key("b", NOON)), Optional.empty()),
                edited(List.of(key("b", NOON), key("b", NOON))),
                edited(List.of(key("b", NOON), key("c", Instant.MAX))),
                edited(List.of(
                        key("b", NOON),
                        new SigningKey(
                                "c",
                                "RS256",
                                "MII",
                                "planted".repeat(5000),
                                NOON,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))))) {
            assertThatThrownBy(() -> keys.change(present -> bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(
                            e -> assertThat(texts(e)).doesNotContain("planted").doesNotContain("sealed"));
        }

        assertThat(otherKeys.all()).isEqualTo(before);
        assertThat(otherKeys.version()).isEqualTo(version);
        assertThat(events()).hasSize(1);
    }

    @Test
    void tok4_aKeyThatIsPrintedShowsNoPrivateKey() {
        List<SigningKey> written = keys.change(present -> edited(List.of(key("a", NOON))));

        assertThat(written + " " + keys.all() + keys).doesNotContain("sealed");
    }

    @Test
    void changesOfAllNodesFollowEachOther() throws Exception {
        long version = keys.version();
        int changes = 24;
        List<Callable<List<SigningKey>>> work = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            SigningKey added = key("k" + i, NOON.plusSeconds(i));
            SigningKeyStore mine = i % 2 == 0 ? keys : otherKeys;
            // Each one ends those that it finds, as when a key becomes the active one.
            work.add(() -> mine.change(present -> edited(Stream.concat(
                            present.stream().map(key -> key.retiredAt().isPresent() ? key : key.retiredAt(NOON, NOON)),
                            Stream.of(added))
                    .toList())));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Integer> sizes = new ArrayList<>();
        try {
            for (Future<List<SigningKey>> each : threads.invokeAll(work)) {
                sizes.add(each.get().size());
                assertThat(each.get())
                        .filteredOn(key -> key.retiredAt().isEmpty())
                        .hasSize(1);
            }
        } finally {
            threads.shutdown();
        }

        assertThat(sizes).doesNotHaveDuplicates();
        assertThat(keys.all()).hasSize(changes).isEqualTo(otherKeys.all());
        assertThat(keys.all()).filteredOn(key -> key.retiredAt().isEmpty()).hasSize(1);
        assertThat(keys.version()).isEqualTo(version + changes);
        assertThat(events()).hasSize(changes);
    }

    @Test
    void oneNodeLooksAfterTheKeys() {
        KeyRotationTurn turn = store.keyRotationTurn();
        KeyRotationTurn other = otherNode.keyRotationTurn();

        assertThat(turn.take(NOON, Duration.ofMinutes(1))).isTrue();
        assertThat(other.take(NOON, Duration.ofMinutes(1))).isFalse();
        assertThat(turn.take(NOON.plusSeconds(59), Duration.ofMinutes(1))).isFalse();
        assertThat(other.take(NOON.plusSeconds(60), Duration.ofMinutes(1))).isTrue();
        assertThat(turn.take(NOON.plusSeconds(60), Duration.ofMinutes(1))).isFalse();
    }

    private List<AuditEvent> events() {
        return store.auditTrail()
                .events(Optional.empty(), Optional.empty(), 100)
                .items();
    }

    private static Edited edited(List<SigningKey> keys) {
        return new Edited(keys, Optional.of(CREATED));
    }

    private static SigningKey key(String kid, Instant createdAt) {
        return new SigningKey(
                kid,
                "RS256",
                "MII" + kid,
                "sealed " + kid,
                createdAt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Of the failure and its causes. */
    private static String texts(Throwable failure) {
        StringBuilder texts = new StringBuilder();
        for (Throwable e = failure; e != null; e = e.getCause()) {
            texts.append(e).append('\n');
        }
        return texts.toString();
    }
}
