package dev.countersign.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Replacement;
import dev.countersign.client.SecretHash;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real store that two nodes share, with a clock that is moved by hand. */
class UnusedCredentialsTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LATEST = Duration.ofDays(90);
    private static final ClientId BILLING = new ClientId("billing");

    /** Never by itself: the tests look. */
    private static final Duration RARELY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final JdbcDataSource database = new JdbcDataSource();
    private JdbcStore store;
    private JdbcStore other;
    private UnusedCredentials here;
    private UnusedCredentials there;

    @BeforeEach
    void start() {
        database.setURL("jdbc:h2:" + directory.resolve("clients") + ";DB_CLOSE_DELAY=-1");
        new Schema(database).migrate();
        store = new JdbcStore(database, this::now);
        other = new JdbcStore(database, this::now);
        here = new UnusedCredentials(store.replacedCredentials(), store.clients(), this::now, RARELY);
        there = new UnusedCredentials(other.replacedCredentials(), other.clients(), this::now, RARELY);
        store.clients().create(BILLING, ClientProfile.confidential(), List.of(secret("old")), change());
        replace("new", WEEK, LATEST);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        store.close();
        other.close();
    }

    private ClientSecret secret(String id) {
        return new ClientSecret(
                id, "autumn", new SecretHash("hash of " + id), now(), Optional.empty(), Optional.empty());
    }

    private static Change change() {
        return new Change("person:ada", "secret.regenerate", "");
    }

    /** As the administration does it. */
    private void replace(String id, Duration unusedFor, Duration latest) {
        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> {
                            List<ClientSecret> secrets = new ArrayList<>(client.secrets());
                            secrets.replaceAll(
                                    old -> old.endingUnused(new Replacement(id, unusedFor), now().plus(latest)));
                            secrets.add(secret(id));
                            return client.with(secrets);
                        },
                        change());
    }

    /** A use that has been written down. */
    private void use(String id) {
        // Both nodes write what they know when they close; a node of its own writes this alone.
        try (JdbcStore node = new JdbcStore(database, this::now)) {
            node.credentialUse().used(id, now());
        }
    }

    private Instant now() {
        return Objects.requireNonNull(now.get());
    }

    private void later(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private ClientSecret read(String id) {
        return client().secrets().stream()
                .filter(secret -> secret.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Client client() {
        return other.clients().find(BILLING).orElseThrow();
    }

    private boolean lives(String id) {
        return read(id).liveAt(now());
    }

    private List<AuditEvent> events() {
        return store.auditTrail().events(Optional.empty(), Optional.empty(), 100).items().stream()
                .filter(event -> event.action().equals("secret.unused"))
                .toList();
    }

    @Test
    void ofTheReplacementAllIsKept() {
        assertThat(read("old").replacement()).contains(new Replacement("new", WEEK));
        assertThat(read("old").expiresAt()).contains(START.plus(LATEST));
        assertThat(read("new").replacement()).isEmpty();
    }

    @Test
    void sec3_anUnusedSecretEndsToTheInstantOnceTheNewOneWasUsed() {
        later(DAY);
        use("new");
        later(WEEK.minus(DAY).plus(UnusedCredentials.MARGIN).minusMillis(1));
        assertThat(here.look()).isZero();
        assertThat(lives("old")).isTrue();

        later(UnusedCredentials.BETWEEN_LOOKS);

        assertThat(there.look()).isEqualTo(1);
        assertThat(lives("old")).isFalse();
        assertThat(read("old").expiresAt()).contains(now());
        assertThat(lives("new")).isTrue();
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("system");
            assertThat(event.client()).contains(BILLING);
            assertThat(event.detail()).isEqualTo("secret old \"autumn\" ended, never used; replaced by secret new");
        });
        later(DAY);
        assertThat(here.look() + there.look()).isZero();
        assertThat(events()).hasSize(1);
    }

    @Test
    void theLastUseOfTheOldOneCountsAndOnlyForItsOwnTime() {
        use("new");
        for (int i = 0; i < 5; i++) {
            later(DAY.multipliedBy(6));
            use("old");
            assertThat(here.look()).isZero();
        }
        later(WEEK);
        assertThat(here.look()).as("within the margin").isZero();
        later(UnusedCredentials.MARGIN);
        assertThat(here.look()).isEqualTo(1);
        assertThat(events().get(0).detail()).contains("last used at 2026-03-31T10:00:00Z");
    }

    @Test
    void whileTheNewOneIsUnusedTheOldOneLivesUntilTheLatest() {
        later(LATEST.minusMillis(1));

        assertThat(here.look()).isZero();
        assertThat(lives("old")).isTrue();
        later(Duration.ofMillis(1));
        assertThat(lives("old")).isFalse();
        assertThat(events()).isEmpty();
    }

    @Test
    void withoutTheNewOneTheOldOneLivesUntilTheLatest() {
        use("new");
        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.with(client.secrets().subList(0, 1)),
                        change());
        later(DAY.multipliedBy(30));

        assertThat(here.look()).isZero();
        assertThat(lives("old")).isTrue();
    }

    @Test
    void aSecretThatIsReplacedTwiceWaitsForTheNewestOne() {
        use("new");
        later(DAY);
        replace("newest", DAY, LATEST);
        later(WEEK.multipliedBy(2));
        assertThat(here.look()).isZero();

        use("newest");
        assertThat(there.look()).as("another node's turn within a minute").isZero();
        later(UnusedCredentials.BETWEEN_LOOKS);
        assertThat(there.look()).isEqualTo(2);
        assertThat(lives("old") || lives("new")).isFalse();
        assertThat(lives("newest")).isTrue();
        assertThat(read("old").expiresAt()).contains(now());
    }

    /** The last use is still in a node's memory when another node looks: the margin is longer than that takes. */
    @Test
    void aUseThatIsWrittenWithinTheMarginIsNotTooLate() {
        use("new");
        later(WEEK.plus(UnusedCredentials.MARGIN).minusSeconds(15));
        other.credentialUse().used("old", now());
        assertThat(here.look()).isZero();
        later(Duration.ofSeconds(10));
        other.close();
        later(UnusedCredentials.BETWEEN_LOOKS);

        assertThat(here.look()).isZero();
        assertThat(store.clients().find(BILLING).orElseThrow().secrets().get(0).liveAt(now()))
                .isTrue();
    }

    @Test
    void ofManyNodesThatLookAtOnceOneEndsIt() throws Exception {
        use("new");
        later(DAY.multipliedBy(8));
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> ended = new ArrayList<>();
            for (UnusedCredentials node : List.of(here, there)) {
                ended.add(threads.submit(() -> {
                    together.await();
                    return node.look();
                }));
            }

            assertThat(ended.get(0).get() + ended.get(1).get()).isEqualTo(1);
            assertThat(events()).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void manyClientsAreLookedThroughInPages() {
        int clients = 450;
        for (int i = 0; i < clients; i++) {
            ClientSecret old = new ClientSecret(
                    "old" + i,
                    "",
                    new SecretHash("x"),
                    START,
                    Optional.of(START.plus(LATEST)),
                    Optional.empty(),
                    Optional.of(new Replacement("new" + i, WEEK)));
            ClientSecret fresh = new ClientSecret(
                    "new" + i, "", new SecretHash("x"), START, Optional.empty(), Optional.of(START.plus(DAY)));
            store.clients().create(new ClientId("c" + i), ClientProfile.confidential(), List.of(old, fresh), change());
        }
        later(WEEK.multipliedBy(2));

        assertThat(here.look()).isEqualTo(clients);
        assertThat(events()).hasSize(100);
    }
}
