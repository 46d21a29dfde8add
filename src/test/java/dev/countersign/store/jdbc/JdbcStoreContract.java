package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.ClientRegistryContract;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.EndingCredential.Kind;
import dev.countersign.client.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the JDBC store has to keep to on every database: two nodes share one here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStoreContract extends ClientRegistryContract {

    private static final List<String> TABLES = List.of("client", "event", "master_key", "mark").stream()
            .map(t -> "countersign_" + t)
            .toList();

    protected DataSource database;
    private DataSource otherDatabase;
    protected JdbcStore store;
    protected JdbcStore otherNode;
    private Instant now = NOON;
    protected final InstantSource clock = () -> now;

    /** The statements that turn pages. */
    protected static List<String> pages() {
        return List.of(
                ClientPages.BY_ID,
                ClientPages.FROM_TERM,
                ClientPages.WITHIN_TERM,
                Events.BACKWARDS,
                Events.BACKWARDS_OF_CLIENT,
                Events.FORWARDS,
                ExpiryPages.SECRETS,
                ExpiryPages.CERTIFICATES);
    }

    /** The statements about what ends: ranges of indexes, of which a page's two are merged. */
    protected static List<String> ends() {
        return List.of(ExpiryPages.BOTH, ExpiryPages.COUNT);
    }

    /** The same database each time, by a pool of its own where there can be one. */
    protected abstract DataSource open() throws Exception;

    @BeforeAll
    void prepare() throws Exception {
        database = open();
        otherDatabase = open();
        new Schema(database).migrate();
    }

    @BeforeEach
    void start() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("delete from " + table);
            }
        }
        store = new JdbcStore(database, clock);
        otherNode = new JdbcStore(otherDatabase, clock);
    }

    @AfterEach
    void stop() {
        store.close();
        otherNode.close();
    }

    @Override
    protected ClientRegistry registry() {
        return store;
    }

    @Override
    protected AuditTrail trail() {
        return store;
    }

    @Override
    protected ChangeFeed feed() {
        return otherNode;
    }

    @Test
    void adm4_ofTwoNodesOneWins() throws Exception {
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            JdbcStore node = i % 2 == 0 ? store : otherNode;
            String name = "name " + i;
            work.add(() -> node.update(BILLING, OptionalLong.of(1), renamed(name), CHANGE));
        }

        assertThat(atOnce(work)).containsOnlyOnce(Optional.empty());

        assertThat(otherNode.find(BILLING)).isEqualTo(store.find(BILLING));
        assertThat(store.find(BILLING).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void listenersAreToldOfEveryChangeThatWasMade() {
        List<Optional<ClientId>> told = new ArrayList<>();
        store.onChange(told::add);

        store.create(BILLING, PLAIN, List.of(), CHANGE);
        store.update(BILLING, OptionalLong.empty(), client -> client, CHANGE);
        store.update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE);
        assertThatThrownBy(() -> store.delete(BILLING, OptionalLong.of(1), CHANGE))
                .isNotNull();
        store.delete(BILLING, OptionalLong.empty(), CHANGE);

        store.announce(Optional.empty(), CHANGE);

        Optional<ClientId> billing = Optional.of(BILLING);
        assertThat(told).containsExactly(billing, billing, billing, Optional.empty());
    }

    @Test
    void whoIsToldOfItsOwnChangesNeedNotHearOfThemAgain() {
        ChangeFeed others = store.changesOfOthers();
        long start = others.since(Long.MAX_VALUE).position();
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        assertThat(others.since(start)).isEqualTo(new ChangeFeed.Changes(start + 1, Set.of(), false));
        store.announce(Optional.empty(), CHANGE);
        otherNode.update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE);
        store.note(BILLING, CHANGE);
        store.update(BILLING, OptionalLong.empty(), renamed("y"), CHANGE);

        ChangeFeed.Changes foreign = others.since(start + 1);

        assertThat(foreign.clients()).containsExactly(BILLING);
        assertThat(foreign.all()).isFalse();
        assertThat(foreign.position()).isEqualTo(start + 5);
        assertThat(others.since(foreign.position()).isEmpty()).isTrue();
        assertThat(otherNode.changesOfOthers().since(start).all()).isTrue();
    }

    @Test
    void aChangeThatWasUndoneHidesNobodyElsesOfThatNumber() {
        ChangeFeed others = store.changesOfOthers();
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        long start = others.since(Long.MAX_VALUE).position();
        assertThatThrownBy(() -> store.create(BILLING, PLAIN, List.of(), CHANGE))
                .isNotNull();
        store.update(BILLING, OptionalLong.empty(), client -> client, CHANGE);

        otherNode.update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE);

        assertThat(others.since(start)).isEqualTo(new ChangeFeed.Changes(start + 1, Set.of(BILLING), false));
    }

    @Test
    void aNoteIsReadByPeopleAndForgetsNothing() {
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        long start = otherNode.since(Long.MAX_VALUE).position();
        List<Optional<ClientId>> told = new ArrayList<>();
        store.onChange(told::add);

        store.note(BILLING, new Change("person:ada", "client.try", "refused"));

        ChangeFeed.Changes changes = otherNode.since(start);
        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.position()).isEqualTo(start + 1);
        assertThat(told).isEmpty();
        AuditEvent note = trail().events(Optional.of(BILLING), Optional.empty(), 1)
                .items()
                .get(0);
        assertThat(note)
                .isEqualTo(
                        new AuditEvent(start + 1, NOON, "person:ada", "client.try", Optional.of(BILLING), "refused"));
        assertThat(store.find(BILLING).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void aChangeBetweenNotesIsToldOnce() {
        long start = otherNode.since(Long.MAX_VALUE).position();
        store.note(BILLING, CHANGE);
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        store.note(BILLING, CHANGE);

        ChangeFeed.Changes changes = otherNode.since(start);

        assertThat(changes.clients()).containsExactly(BILLING);
        assertThat(changes.position()).isEqualTo(start + 2);
        assertThat(otherNode.since(changes.position()).isEmpty()).isTrue();
        assertThat(otherNode.since(changes.position()).position()).isEqualTo(start + 3);
    }

    @Test
    void key7_whatIsAnnouncedReachesEveryNodeOnce() {
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        long start = otherNode.since(Long.MAX_VALUE).position();

        // Also of a client that there is no longer.
        store.announce(Optional.of(new ClientId("gone")), new Change("jmx", "key-cache.clear", ""));
        ChangeFeed.Changes one = otherNode.since(start);
        store.announce(Optional.empty(), new Change("jmx", "key-cache.clear", "all"));
        ChangeFeed.Changes all = otherNode.since(one.position());

        assertThat(one).isEqualTo(new ChangeFeed.Changes(start + 1, Set.of(new ClientId("gone")), false));
        assertThat(all).isEqualTo(new ChangeFeed.Changes(start + 2, Set.of(), true));
        assertThat(store.since(start)).isEqualTo(new ChangeFeed.Changes(start + 2, Set.of(new ClientId("gone")), true));
        assertThat(otherNode.since(all.position()).isEmpty()).isTrue();
        assertThat(store.find(BILLING).orElseThrow().version()).isEqualTo(1);
        assertThat(events())
                .extracting(AuditEvent::client)
                .containsExactly(Optional.empty(), Optional.of(new ClientId("gone")), Optional.of(BILLING));
        assertThat(trail().events(Optional.of(BILLING), Optional.empty(), 9).items())
                .hasSize(1);
    }

    @Test
    void adm6_theBootstrapMakesOneAdministratorOnce() throws Exception {
        ClientId admin = new ClientId("admin");
        List<Boolean> made = new ArrayList<>();
        List<Callable<Object>> work = new ArrayList<>();
        for (JdbcStore node : List.of(store, otherNode, store, otherNode)) {
            ClientSecret secret = secret("s" + work.size(), Optional.empty());
            work.add(() -> {
                boolean mine = node.bootstrapAdministrator(admin, administrator(), secret);
                synchronized (made) {
                    made.add(mine);
                }
                return mine;
            });
        }

        atOnce(work);

        assertThat(made).containsExactlyInAnyOrder(true, false, false, false);
        Client client = store.find(admin).orElseThrow();
        assertThat(client.secrets()).hasSize(1);
        assertThat(client.profile().administrator()).isTrue();
        assertThat(events()).extracting(AuditEvent::actor).containsExactly("system");

        store.create(BILLING, administrator(), List.of(), CHANGE);
        store.delete(admin, OptionalLong.empty(), CHANGE);
        assertThat(store.bootstrapAdministrator(admin, administrator(), secret("new", Optional.empty())))
                .isFalse();
        assertThat(store.find(admin)).isEmpty();
    }

    @Test
    void adm6_theBootstrapTakesNoClientOver() {
        ClientId admin = new ClientId("admin");
        Client before = store.create(admin, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        boolean made = store.bootstrapAdministrator(admin, administrator(), secret("s2", Optional.empty()));

        assertThat(made).isFalse();
        assertThat(store.find(admin)).contains(before);
        store.delete(admin, OptionalLong.empty(), CHANGE);
        assertThat(store.bootstrapAdministrator(admin, administrator(), secret("s2", Optional.empty())))
                .isFalse();
    }

    @Test
    void theBootstrapMakesAdministratorsOnly() {
        assertThatThrownBy(() -> store.bootstrapAdministrator(BILLING, PLAIN, secret("s1", Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sec8_ofTheNodesThatAddAMasterKeyTheFirstWins() throws Exception {
        List<String> kept = new ArrayList<>();
        List<Callable<Object>> work = new ArrayList<>();
        for (JdbcStore node : List.of(store, otherNode, store, otherNode)) {
            String mine = "value " + work.size();
            work.add(() -> {
                String stays = node.addMasterKeyCheck("k1", mine);
                synchronized (kept) {
                    kept.add(stays);
                }
                return stays;
            });
        }

        atOnce(work);

        assertThat(kept).hasSize(4).containsOnly(store.masterKeyChecks().get("k1"));
        assertThat(store.addMasterKeyCheck("k2", "other")).isEqualTo("other");
        assertThat(otherNode.masterKeyChecks()).isEqualTo(Map.of("k1", kept.get(0), "k2", "other"));
    }

    @Test
    void whetherAKeyIsNeededShows() {
        store.create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        assertThat(store.hasSecretHashStartingWith("hash of")).isTrue();
        assertThat(store.hasSecretHashStartingWith("Hash")).isFalse();
        assertThat(store.hasSecretHashStartingWith("%")).isFalse();
    }

    @Test
    void aUseIsWrittenDownWhenTheStoreCloses() {
        Client before = store.create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        store.used("s1", NOON.plusSeconds(60));
        store.used("s1", NOON.plusSeconds(30));
        store.used("no such", NOON);
        otherNode.used("s1", NOON.plusSeconds(45));
        store.close();
        otherNode.close();

        Client after = store.find(BILLING).orElseThrow();
        assertThat(after.secrets().get(0).lastUsedAt()).contains(NOON.plusSeconds(60));
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
        assertThat(events()).hasSize(1);
    }

    @Test
    void theUseOfACertificateIsWrittenDownToo() {
        Client before = registered(certificate("c1", "", Optional.of(NOON)), certificate("c2", "", Optional.empty()));

        store.used("c1", NOON.plusSeconds(4));
        otherNode.used("c1", NOON.plusSeconds(5));
        otherNode.used("c2", NOON.plusSeconds(6));
        otherNode.close();
        store.close();

        Client after = store.find(BILLING).orElseThrow();
        assertThat(after.certificates())
                .extracting(ClientCertificate::lastUsedAt)
                .containsExactly(Optional.of(NOON.plusSeconds(5)), Optional.of(NOON.plusSeconds(6)));
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(events()).hasSize(2);
    }

    @Test
    void theLateUseOfWhatWasRemovedIsForgotten() {
        ClientCertificate stays = certificate("c2", "", Optional.empty());
        registered(certificate("c1", "", Optional.empty()), stays);
        store.update(BILLING, OptionalLong.empty(), client -> client.withCertificates(List.of(stays)), CHANGE);
        store.create(new ClientId("gone"), PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);
        store.delete(new ClientId("gone"), OptionalLong.empty(), CHANGE);

        for (String id : List.of("c1", "s1", "c2")) {
            otherNode.used(id, NOON.plusSeconds(5));
        }
        otherNode.close();

        List<ClientCertificate> after = store.find(BILLING).orElseThrow().certificates();
        assertThat(after).extracting(ClientCertificate::id).containsExactly("c2");
        assertThat(after.get(0).lastUsedAt()).as("the others hold nothing up").contains(NOON.plusSeconds(5));
        assertThat(store.find(new ClientId("gone"))).isEmpty();
    }

    @Test
    void aChangeKeepsWhatIsKnownOfUsesOfCertificates() {
        registered(certificate("c1", "", Optional.empty()));

        store.update(
                BILLING,
                OptionalLong.empty(),
                client -> {
                    otherNode.used("c1", NOON.plusSeconds(5));
                    otherNode.close();
                    List<ClientCertificate> more = new ArrayList<>(client.certificates());
                    more.add(certificate("c2", "", Optional.empty()));
                    return client.withCertificates(more);
                },
                CHANGE);

        assertThat(store.find(BILLING).orElseThrow().certificates())
                .extracting(ClientCertificate::lastUsedAt)
                .containsExactly(Optional.of(NOON.plusSeconds(5)), Optional.empty());
    }

    @Test
    void aChangeKeepsWhatIsKnownOfUses() {
        store.create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        store.update(
                BILLING,
                OptionalLong.empty(),
                client -> {
                    otherNode.used("s1", NOON.plusSeconds(5));
                    otherNode.close();
                    return renamed("x").apply(client);
                },
                CHANGE);

        assertThat(store.find(BILLING).orElseThrow().secrets().get(0).lastUsedAt())
                .contains(NOON.plusSeconds(5));
    }

    @Test
    void whatEndsIsListedInThatOrder() {
        Instant end = NOON.plusSeconds(60);
        ClientId other = new ClientId("other");
        store.create(
                BILLING, PLAIN, List.of(ending("b", end), ending("a", end), secret("x", Optional.empty())), CHANGE);
        store.create(other, PLAIN, List.of(ending("c", NOON), ending("z", end.plusNanos(1000))), CHANGE);
        register(other, certificate("aa", "reports-2024", Optional.of(end)), certificate("k", "", Optional.empty()));
        store.create(new ClientId("past"), PLAIN, List.of(ending("y", NOON.minusNanos(1000))), CHANGE);

        Page<EndingCredential> first = store.ending(NOON, end, Optional.empty(), 2);
        Page<EndingCredential> second = store.ending(NOON.plusSeconds(1), end, first.next(), 2);

        assertThat(first.items())
                .containsExactly(
                        new EndingCredential(Kind.SECRET, other, "c", "", NOON, NOON),
                        new EndingCredential(Kind.SECRET, BILLING, "a", "", NOON, end));
        assertThat(second.items())
                .containsExactly(
                        new EndingCredential(Kind.CERTIFICATE, other, "aa", "reports-2024", NOON, end),
                        new EndingCredential(Kind.SECRET, BILLING, "b", "", NOON, end));
        assertThat(second.next()).isEmpty();
        assertThatThrownBy(() -> store.ending(NOON, end, Optional.of("made-up"), 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.ending(NOON, end, Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePagesOfWhatEndsLeaveNothingOut() {
        List<String> all = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            ClientId id = new ClientId("client-" + i);
            // Seven at a time end together.
            Instant end = NOON.plusSeconds(i / 7);
            store.create(id, PLAIN, i % 3 == 0 ? List.of() : List.of(ending("e" + i, end)), CHANGE);
            if (i % 3 == 0) {
                register(id, certificate("e" + i, "", Optional.of(end)));
            }
            all.add("e" + i);
        }
        for (int limit : List.of(1, 3, 7, 20)) {
            List<String> walked = new ArrayList<>();
            Optional<String> next = Optional.empty();
            do {
                Page<EndingCredential> page = store.ending(NOON, NOON.plusSeconds(60), next, limit);
                assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
                page.items().forEach(credential -> walked.add(credential.id()));
                next = page.next();
            } while (next.isPresent());
            assertThat(walked).as("by %s", limit).isEqualTo(all);
        }
    }

    @Test
    void whatEndsIsCountedOnce() {
        Instant end = NOON.plusSeconds(60);
        store.create(BILLING, PLAIN, List.of(ending("a", end), ending("b", NOON), ending("c", end)), CHANGE);
        register(BILLING, certificate("d", "", Optional.of(end)), certificate("e", "", Optional.empty()));

        assertThat(store.count(Instant.EPOCH, NOON)).isEqualTo(1);
        assertThat(store.count(NOON, end)).isEqualTo(3);
        assertThat(store.count(NOON, end.minusNanos(1000))).isZero();
        assertThat(store.count(end, end.plusSeconds(1))).isZero();
        assertThat(store.count(end.minusNanos(1000), end)).isEqualTo(3);
        store.delete(BILLING, OptionalLong.empty(), CHANGE);
        assertThat(store.count(Instant.EPOCH, end)).isZero();
    }

    @Test
    void aLookUpWaitsForNoChange() throws Exception {
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        CountDownLatch changing = new CountDownLatch(1);
        CountDownLatch lookedUp = new CountDownLatch(1);
        Thread writer = new Thread(() -> store.update(
                BILLING,
                OptionalLong.empty(),
                client -> {
                    changing.countDown();
                    await(lookedUp);
                    return renamed("new").apply(client);
                },
                CHANGE));
        writer.start();
        await(changing);

        Client old = otherNode.find(BILLING).orElseThrow();
        otherNode.since(0);
        lookedUp.countDown();
        writer.join();

        assertThat(old.profile().name()).isEmpty();
        assertThat(otherNode.find(BILLING).orElseThrow().profile().name()).isEqualTo("new");
    }

    @Test
    void aMistakeOfOursIsNoOutage() {
        Connections connections = new Connections(database);

        assertThatThrownBy(
                        () -> connections.read(connection -> Sql.execute(connection, "update no_such_table set x = 1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.create(
                        BILLING,
                        PLAIN,
                        List.of(secret("twice", Optional.empty()), secret("twice", Optional.empty())),
                        CHANGE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.find(BILLING)).isEmpty();
    }

    private Client registered(ClientCertificate... certificates) {
        store.create(BILLING, PLAIN, List.of(), CHANGE);
        return register(BILLING, certificates);
    }

    private Client register(ClientId id, ClientCertificate... certificates) {
        return store.update(id, OptionalLong.empty(), client -> client.withCertificates(List.of(certificates)), CHANGE);
    }

    private static ClientCertificate certificate(String id, String alias, Optional<Instant> end) {
        return new ClientCertificate(
                id,
                "kid of " + id,
                alias,
                end.isPresent() ? ClientCertificate.Kind.CERTIFICATE : ClientCertificate.Kind.PUBLIC_KEY,
                "MII" + id,
                NOON,
                end,
                Optional.empty());
    }

    private static ClientSecret ending(String id, Instant end) {
        return secret(id, Optional.of(end));
    }

    protected static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
