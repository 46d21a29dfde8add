package dev.countersign.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registered keys, over a real store that two nodes share, with a clock that is moved by hand. */
class UnusedKeysTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEAR = Duration.ofDays(365);
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
        store.clients().create(BILLING, ClientProfile.confidential(), List.of(), change());
        edit(keys -> keys.add(key("old", Optional.of(START.plus(YEAR)))));
        replace("new", WEEK, LATEST);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        store.close();
        other.close();
    }

    /** @param end of its certificate; empty: a bare key */
    private ClientCertificate key(String id, Optional<Instant> end) {
        Kind kind = end.isPresent() ? Kind.CERTIFICATE : Kind.PUBLIC_KEY;
        return new ClientCertificate(id, "kid", "autumn", kind, "MII" + id, now(), end, Optional.empty());
    }

    private void edit(Consumer<List<ClientCertificate>> edit) {
        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> {
                            List<ClientCertificate> keys = new ArrayList<>(client.certificates());
                            edit.accept(keys);
                            return client.withCertificates(keys);
                        },
                        change());
    }

    private static Change change() {
        return new Change("person:ada", "certificate.import", "");
    }

    /** As the administration does it. */
    private void replace(String id, Duration unusedFor, Duration latest) {
        edit(keys -> {
            keys.replaceAll(old -> old.endingUnused(new Replacement(id, unusedFor), now().plus(latest)));
            keys.add(key(id, Optional.empty()));
        });
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

    private ClientCertificate read(String id) {
        return client().certificates().stream()
                .filter(key -> key.id().equals(id))
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
                .filter(event -> event.action().equals("certificate.unused"))
                .toList();
    }

    @Test
    void ofTheReplacementAllIsKept() {
        assertThat(read("old").replacement()).contains(new Replacement("new", WEEK));
        assertThat(read("old").expiresAt()).contains(START.plus(LATEST));
        assertThat(read("old").notAfter()).contains(START.plus(LATEST));
        assertThat(read("new").replacement()).isEmpty();
    }

    @Test
    void sec3_anUnusedKeyEndsToTheInstantOnceTheNewOneWasUsed() {
        later(DAY);
        use("new");
        later(WEEK.minus(DAY).plus(UnusedCredentials.MARGIN).minusMillis(1));
        assertThat(here.look()).isZero();
        assertThat(lives("old")).isTrue();

        later(UnusedCredentials.BETWEEN_LOOKS);

        assertThat(there.look()).isEqualTo(1);
        assertThat(lives("old")).isFalse();
        assertThat(read("old").expiresAt()).contains(now());
        assertThat(read("old").notAfter()).contains(now());
        assertThat(lives("new")).isTrue();
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("system");
            assertThat(event.client()).contains(BILLING);
            assertThat(event.detail())
                    .isEqualTo("certificate old \"autumn\" ended, never used; replaced by certificate new");
        });
        later(DAY);
        assertThat(here.look() + there.look()).isZero();
        assertThat(events()).hasSize(1);
    }

    @Test
    void theLastUseOfTheOldOneCounts() {
        use("new");
        later(DAY.multipliedBy(6));
        use("old");
        later(WEEK);
        assertThat(here.look()).as("within the margin").isZero();
        later(UnusedCredentials.MARGIN);
        assertThat(here.look()).isEqualTo(1);
        assertThat(events().get(0).detail()).contains("last used at 2026-03-07T10:00:00Z");
    }

    @Test
    void whileTheNewOneIsUnusedOrGoneTheOldOneLivesUntilTheLatest() {
        later(LATEST.minusMillis(1));
        assertThat(here.look()).isZero();
        assertThat(lives("old")).isTrue();
        use("new");
        edit(keys -> keys.removeIf(key -> key.id().equals("new")));
        assertThat(there.look()).isZero();
        assertThat(lives("old")).isTrue();

        later(Duration.ofMillis(1));

        assertThat(lives("old")).isFalse();
        assertThat(events()).isEmpty();
    }

    /** Also one whose bare key has no end of its own. */
    @Test
    void keysThatAreReplacedTwiceWaitForTheNewestOne() {
        use("new");
        later(DAY);
        replace("newest", DAY, LATEST);
        later(WEEK.multipliedBy(2));
        assertThat(here.look()).isZero();

        use("newest");
        later(UnusedCredentials.BETWEEN_LOOKS);

        assertThat(there.look()).isEqualTo(2);
        assertThat(lives("old") || lives("new")).isFalse();
        assertThat(read("new").notAfter()).contains(now());
        assertThat(lives("newest")).isTrue();
    }

    @Test
    void secretsAndKeysOfOneClientEndInOneLook() {
        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.with(List.of(
                                secret("s-old", Optional.of(new Replacement("s-new", WEEK))),
                                secret("s-new", Optional.empty()))),
                        change());
        use("new");
        use("s-new");
        later(WEEK.plus(UnusedCredentials.MARGIN));

        assertThat(here.look()).isEqualTo(2);
        assertThat(lives("old")).isFalse();
        assertThat(client().secrets())
                .extracting(secret -> secret.liveAt(now()))
                .containsExactly(false, true);
    }

    private ClientSecret secret(String id, Optional<Replacement> how) {
        return new ClientSecret(
                id,
                "",
                new SecretHash("hash of " + id),
                now(),
                how.map(replaced -> now().plus(LATEST)),
                Optional.empty(),
                how);
    }
}
