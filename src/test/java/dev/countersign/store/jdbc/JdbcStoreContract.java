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
import dev.countersign.client.ClientStore;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.EndingCredential.Kind;
import dev.countersign.client.ListedSecretOwners;
import dev.countersign.client.NewClient;
import dev.countersign.client.Page;
import dev.countersign.client.ReplacedCredentials;
import dev.countersign.client.Replacement;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    private static final List<String> TABLES = List.of("client", "event", "master_key", "mark", "signing_key").stream()
            .map(t -> "countersign_" + t)
            .toList();

    protected DataSource database;
    private DataSource otherDatabase;
    protected JdbcStore store;
    protected JdbcStore otherNode;
    private Optional<JdbcStore> storeThatIsDown = Optional.empty();
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
                Events.FOLLOWING,
                Events.FOLLOWING_OF_CLIENT,
                OldEvents.OLDEST,
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
        now = NOON;
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
        storeThatIsDown.ifPresent(JdbcStore::close);
        storeThatIsDown = Optional.empty();
    }

    @Override
    protected ClientRegistry registry() {
        return store.clients();
    }

    @Override
    protected List<ClientStore> unavailable() {
        DataSource down = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new SQLTransientConnectionException("no connection");
                });
        storeThatIsDown = Optional.of(new JdbcStore(down, clock));
        return List.of(storeThatIsDown.get().clients());
    }

    @Override
    protected AuditTrail trail() {
        return store.auditTrail();
    }

    @Override
    protected ChangeFeed feed() {
        return otherNode.changes();
    }

    @Test
    void adm4_ofTwoNodesOneWins() throws Exception {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        List<Callable<Object>> work = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            JdbcStore node = i % 2 == 0 ? store : otherNode;
            String name = "name " + i;
            work.add(() -> node.clients().update(BILLING, OptionalLong.of(1), renamed(name), CHANGE));
        }

        assertThat(atOnce(work)).containsOnlyOnce(Optional.empty());

        assertThat(otherNode.clients().find(BILLING)).isEqualTo(store.clients().find(BILLING));
        assertThat(store.clients().find(BILLING).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void listenersAreToldOfEveryChangeThatWasMade() {
        List<Optional<ClientId>> told = new ArrayList<>();
        store.onChange(told::add);

        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        store.clients().update(BILLING, OptionalLong.empty(), client -> client, CHANGE);
        store.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE);
        assertThatThrownBy(() -> store.clients().delete(BILLING, OptionalLong.of(1), CHANGE))
                .isNotNull();
        store.clients().delete(BILLING, OptionalLong.empty(), CHANGE);

        store.announcer().announce(Optional.empty(), CHANGE);

        Optional<ClientId> billing = Optional.of(BILLING);
        assertThat(told).containsExactly(billing, billing, billing, Optional.empty());
    }

    @Test
    void whoIsToldOfItsOwnChangesNeedNotHearOfThemAgain() {
        ChangeFeed others = store.changesOfOthers();
        ChangeFeed.Position start = others.since(ChangeFeed.Position.START).position();
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        ChangeFeed.Changes own = others.since(start);
        assertNoChange(own);
        assertThat(behind(own, start)).isEqualTo(1);
        store.announcer().announce(Optional.empty(), CHANGE);
        otherNode.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE);
        store.auditTrail().note(BILLING, CHANGE);
        store.clients().update(BILLING, OptionalLong.empty(), renamed("y"), CHANGE);

        ChangeFeed.Changes foreign = others.since(own.position());

        assertChanges(foreign, BILLING);
        assertThat(behind(foreign, start)).isEqualTo(5);
        assertNoChange(others.since(foreign.position()));
        assertThat(otherNode.changesOfOthers().since(start).all()).isTrue();
    }

    @Test
    void aChangeThatWasUndoneHidesNobodyElsesOfThatNumber() {
        ChangeFeed others = store.changesOfOthers();
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        ChangeFeed.Position start = others.since(ChangeFeed.Position.START).position();
        assertThatThrownBy(() -> store.clients().create(BILLING, PLAIN, List.of(), CHANGE))
                .isNotNull();
        store.clients().update(BILLING, OptionalLong.empty(), client -> client, CHANGE);

        otherNode.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE);

        assertChanges(others.since(start), BILLING);
    }

    @Test
    void aNoteIsReadByPeopleAndForgetsNothing() {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        ChangeFeed.Position start =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        List<Optional<ClientId>> told = new ArrayList<>();
        store.onChange(told::add);

        store.auditTrail().note(BILLING, new Change("person:ada", "client.try", "refused"));

        ChangeFeed.Changes changes = otherNode.changes().since(start);
        assertNoChange(changes);
        assertThat(behind(changes, start)).isEqualTo(1);
        assertThat(told).isEmpty();
        AuditEvent note = trail().events(Optional.of(BILLING), Optional.empty(), 1)
                .items()
                .get(0);
        assertThat(note)
                .isEqualTo(new AuditEvent(
                        start.events().number() + 1,
                        NOON,
                        "person:ada",
                        "client.try",
                        Optional.of(BILLING),
                        "refused"));
        assertThat(store.clients().find(BILLING).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void whatIsCreatedTogetherIsToldClientByClient() {
        ClientId other = new ClientId("other");
        store.clients().create(other, PLAIN, List.of(), CHANGE);
        ChangeFeed.Position start =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        List<Optional<ClientId>> told = new ArrayList<>();
        store.onChange(told::add);
        ClientId second = new ClientId("second");

        store.clients()
                .createAll(List.of(
                        new NewClient(BILLING, PLAIN, List.of(), CHANGE),
                        new NewClient(other, PLAIN, List.of(), CHANGE),
                        new NewClient(second, PLAIN, List.of(), CHANGE)));

        ChangeFeed.Changes changes = otherNode.changes().since(start);
        assertChanges(changes, BILLING, second);
        assertThat(behind(changes, start)).isEqualTo(2);
        assertNoChange(otherNode.changes().since(changes.position()));
        assertThat(told).containsExactly(Optional.of(BILLING), Optional.of(second));
        store.clients().createAll(List.of(new NewClient(BILLING, PLAIN, List.of(), CHANGE)));
        assertNoChange(otherNode.changes().since(changes.position()));
    }

    @Test
    void aChangeBetweenNotesIsToldOnce() {
        ChangeFeed.Position start =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        store.auditTrail().note(BILLING, CHANGE);
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        store.auditTrail().note(BILLING, CHANGE);

        ChangeFeed.Changes changes = otherNode.changes().since(start);

        assertChanges(changes, BILLING);
        assertThat(behind(changes, start)).isEqualTo(3);
        assertNoChange(otherNode.changes().since(changes.position()));
    }

    @Test
    void key7_whatIsAnnouncedReachesEveryNodeOnce() {
        ClientId gone = new ClientId("gone");
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        ChangeFeed.Position start =
                otherNode.changes().since(ChangeFeed.Position.START).position();

        // Also of a client that there is no longer.
        store.announcer().announce(Optional.of(gone), new Change("jmx", "key-cache.clear", ""));
        ChangeFeed.Changes one = otherNode.changes().since(start);
        store.announcer().announce(Optional.empty(), new Change("jmx", "key-cache.clear", "all"));
        ChangeFeed.Changes all = otherNode.changes().since(one.position());

        assertChanges(one, gone);
        assertThat(all.clients()).isEmpty();
        assertThat(all.all()).isTrue();
        assertThat(all.otherHistory()).isFalse();
        ChangeFeed.Changes both = store.changes().since(start);
        assertThat(both.clients()).containsExactly(gone);
        assertThat(both.all()).isTrue();
        assertThat(behind(both, start)).isEqualTo(2);
        assertNoChange(otherNode.changes().since(all.position()));
        assertThat(store.clients().find(BILLING).orElseThrow().version()).isEqualTo(1);
        assertThat(events())
                .extracting(AuditEvent::client)
                .containsExactly(Optional.empty(), Optional.of(gone), Optional.of(BILLING));
        assertThat(trail().events(Optional.of(BILLING), Optional.empty(), 9).items())
                .hasSize(1);
    }

    /** As after the restore of a backup: the numbers come again, for other changes, until they are beyond. */
    @Test
    void aHistoryThatWentBackIsNoticedAlsoWhenItHasGrownBeyondThePositionSince() throws SQLException {
        for (int growth = 0; growth <= 2; growth++) {
            store.auditTrail().note(BILLING, CHANGE);
            store.auditTrail().note(BILLING, CHANGE);
            ChangeFeed.Position seen =
                    otherNode.changes().since(ChangeFeed.Position.START).position();
            goBackTo(seen.events().number() - 1);
            now = now.plusNanos(1000);
            for (int i = 0; i < growth; i++) {
                store.auditTrail().note(BILLING, CHANGE);
            }

            ChangeFeed.Changes changes = otherNode.changes().since(seen);

            assertThat(changes.otherHistory()).as("%s more events", growth).isTrue();
            assertThat(changes.all()).isTrue();
            assertThat(changes.revokedAfter()).hasValue(0);
            assertNoChange(otherNode.changes().since(changes.position()));
        }
    }

    @Test
    void whereTheEventsSinceThePositionHaveBeenDeletedAllIsForgotten() throws SQLException {
        store.auditTrail().note(BILLING, CHANGE);
        ChangeFeed.Position seen =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        store.auditTrail().note(BILLING, CHANGE);
        execute("delete from countersign_event where id <= " + (seen.events().number() + 1));

        assertThat(otherNode.changes().since(seen).otherHistory()).isTrue();
    }

    /** The number of an own change that a restore has undone goes to a change of another node. */
    @Test
    void anOwnChangeThatWasUndoneByARestoreHidesNobodyElsesOfThatNumber() throws SQLException {
        store.auditTrail().note(BILLING, CHANGE);
        ChangeFeed others = store.changesOfOthers();
        ChangeFeed.Position start = others.since(ChangeFeed.Position.START).position();
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        goBackTo(start.events().number());
        execute("delete from countersign_client");
        now = now.plusNanos(1000);
        otherNode.clients().create(BILLING, PLAIN, List.of(), CHANGE);

        assertChanges(others.since(start), BILLING);
    }

    @Test
    void moreChangesThanCachesHoldAreAllClients() throws SQLException {
        store.auditTrail().note(BILLING, CHANGE);
        ChangeFeed.Position start =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        long number = start.events().number();
        insertChanges(number, 10_000);

        assertThat(otherNode.changes().since(start).all()).isTrue();
        ChangeFeed.Position almost =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        insertChanges(almost.events().number(), 2500);
        ChangeFeed.Changes changes = otherNode.changes().since(almost);
        assertThat(changes.all()).isFalse();
        assertThat(changes.clients()).hasSize(2500);
        assertThat(behind(changes, almost)).isEqualTo(2500);
    }

    @Test
    void eventsAreReadForwardsFromAnyPlace() throws SQLException {
        long start = store.changes()
                .since(ChangeFeed.Position.START)
                .position()
                .events()
                .number();
        insertChanges(start, 700);
        store.auditTrail().note(BILLING, CHANGE);

        List<AuditEvent> first = store.auditTrail().following(Optional.empty(), start, 1000);
        assertThat(first).hasSize(500).extracting(AuditEvent::id).isSorted().startsWith(start + 1);
        List<AuditEvent> rest = store.auditTrail().following(Optional.empty(), start + 500, 500);
        assertThat(rest).hasSize(201);
        assertThat(store.auditTrail().following(Optional.empty(), start + 701, 500))
                .isEmpty();
        assertThat(store.auditTrail().following(Optional.of(BILLING), 0, 500))
                .isEqualTo(store.auditTrail()
                        .events(Optional.of(BILLING), Optional.empty(), 9)
                        .items());
        assertThat(store.auditTrail().following(Optional.of(new ClientId("c7")), 0, 500))
                .extracting(AuditEvent::id)
                .containsExactly(start + 7);
    }

    @Test
    void oldEventsAreDeletedAndTheLastOneStays() throws SQLException {
        long start = store.changes()
                .since(ChangeFeed.Position.START)
                .position()
                .events()
                .number();
        insertChanges(start, 1200);
        Instant ahead = now.plus(Duration.ofDays(2));
        store.connections()
                .read(connection -> Sql.execute(
                        connection, "update countersign_event set happened_at = ? where id = ?", ahead, start + 3));
        ChangeFeed.Position seen =
                otherNode.changes().since(ChangeFeed.Position.START).position();
        OldEvents old = new OldEvents(store.connections(), Duration.ofDays(1));

        now = NOON.plus(Duration.ofDays(1)).minusNanos(1000);
        assertThat(swept(old)).isZero();
        now = NOON.plus(Duration.ofDays(1));
        while (swept(old) > 0) {
            now = now.plus(Sweep.BETWEEN_SWEEPS);
        }

        assertThat(store.auditTrail().following(Optional.empty(), 0, 500))
                .extracting(AuditEvent::id)
                .containsExactly(start + 3, start + 1200);
        assertNoChange(otherNode.changes().since(seen));
        store.auditTrail().note(BILLING, CHANGE);
        now = now.plus(Sweep.BETWEEN_SWEEPS);
        assertThat(swept(old)).isEqualTo(1);
        assertThat(otherNode.changes().since(seen).otherHistory()).isTrue();
    }

    private int swept(OldEvents old) throws SQLException {
        store.connections()
                .read(connection -> Sql.execute(connection, "update countersign_chore set due_at = ?", Instant.EPOCH));
        try (Sweep sweep = old.sweep(clock, Duration.ofDays(1))) {
            return sweep.sweep();
        }
    }

    private void insertChanges(long after, int number) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = 1; i <= number; i++) {
                rows.add(new Object[] {after + i, now, "person:ada", "client.update", "c" + i, "", true});
            }
            Sql.executeAll(
                    connection,
                    "insert into countersign_event (id, happened_at, actor, action, client_id, detail, is_change)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    rows);
        }
        execute("update countersign_counter set n = " + (after + number) + " where id = 1");
    }

    private void goBackTo(long number) throws SQLException {
        execute("delete from countersign_event where id > " + number);
        execute("update countersign_counter set n = " + number + " where id = 1");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertNoChange(ChangeFeed.Changes changes) {
        assertChanges(changes);
    }

    private static void assertChanges(ChangeFeed.Changes changes, ClientId... clients) {
        assertThat(changes.clients()).containsExactlyInAnyOrder(clients);
        assertThat(changes.all()).isFalse();
        assertThat(changes.otherHistory()).isFalse();
    }

    private static long behind(ChangeFeed.Changes changes, ChangeFeed.Position start) {
        return changes.position().events().number() - start.events().number();
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
        Client client = store.clients().find(admin).orElseThrow();
        assertThat(client.secrets()).hasSize(1);
        assertThat(client.profile().administrator()).isTrue();
        assertThat(events()).extracting(AuditEvent::actor).containsExactly("system");

        store.clients().create(BILLING, administrator(), List.of(), CHANGE);
        store.clients().delete(admin, OptionalLong.empty(), CHANGE);
        assertThat(store.bootstrapAdministrator(admin, administrator(), secret("new", Optional.empty())))
                .isFalse();
        assertThat(store.clients().find(admin)).isEmpty();
    }

    @Test
    void adm6_theBootstrapTakesNoClientOver() {
        ClientId admin = new ClientId("admin");
        Client before = store.clients().create(admin, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        boolean made = store.bootstrapAdministrator(admin, administrator(), secret("s2", Optional.empty()));

        assertThat(made).isFalse();
        assertThat(store.clients().find(admin)).contains(before);
        store.clients().delete(admin, OptionalLong.empty(), CHANGE);
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
                String stays = node.masterKeyChecks().add("k1", mine);
                synchronized (kept) {
                    kept.add(stays);
                }
                return stays;
            });
        }

        atOnce(work);

        assertThat(kept).hasSize(4).containsOnly(store.masterKeyChecks().all().get("k1"));
        assertThat(store.masterKeyChecks().add("k2", "other")).isEqualTo("other");
        assertThat(otherNode.masterKeyChecks().all()).isEqualTo(Map.of("k1", kept.get(0), "k2", "other"));
    }

    @Test
    void aSecretLeadsToItsClientOnEveryNode() {
        store.clients().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty()), ending("s2", NOON)), CHANGE);
        ClientId other = new ClientId("other");
        store.clients().create(other, PLAIN, List.of(secret("S1", Optional.empty())), CHANGE);
        List<String> many = new ArrayList<>(List.of("s1", "s2", "S1", "s1", "s3", "%"));
        for (int i = 0; i < 1000; i++) {
            many.add("absent-" + i);
        }

        assertThat(otherNode.secretOwners().ownersOf(many))
                .isEqualTo(Map.of("s1", BILLING, "s2", BILLING, "S1", other));
        assertThat(otherNode.secretOwners().ownersOf(List.of())).isEmpty();
        assertThat(new ListedSecretOwners(store.clients()).ownersOf(many))
                .isEqualTo(otherNode.secretOwners().ownersOf(many));
    }

    @Test
    void howASecretWasReplacedIsKeptAndFoundOnceTheNewerOneIsUsed() {
        Replacement how = new Replacement("new", Duration.ofDays(7));
        ClientSecret old = ending("old", NOON.plusSeconds(60)).endingUnused(how, NOON.plusSeconds(50));
        store.clients().create(BILLING, PLAIN, List.of(old, secret("new", Optional.empty())), CHANGE);
        ReplacedCredentials replaced = otherNode.replacedCredentials();

        assertThat(otherNode.clients().find(BILLING).orElseThrow().secrets().get(0))
                .isEqualTo(old);
        assertThat(replaced.ofClients(NOON, Optional.empty(), 10)).isEmpty();
        store.credentialUse().used("new", NOON);
        store.close();

        assertThat(replaced.ofClients(NOON, Optional.empty(), 10)).containsExactly(BILLING);
        assertThat(replaced.ofClients(NOON, Optional.of(BILLING), 10)).isEmpty();
        assertThat(replaced.ofClients(NOON.plusSeconds(50), Optional.empty(), 10))
                .isEmpty();
        Client ended = otherNode
                .clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.with(client.secrets().stream()
                                .map(secret -> secret.endingBy(NOON.plusSeconds(1)))
                                .toList()),
                        CHANGE);
        assertThat(ended.secrets()).extracting(ClientSecret::replacement).containsOnly(Optional.empty());
        assertThat(otherNode.clients().find(BILLING)).contains(ended);
        assertThat(replaced.ofClients(NOON, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void howAKeyWasReplacedIsKeptAndFoundOnceTheNewerOneIsUsed() {
        Replacement how = new Replacement("new", Duration.ofDays(7));
        ClientCertificate old =
                certificate("old", "", Optional.of(NOON.plusSeconds(60))).endingUnused(how, NOON.plusSeconds(50));
        ClientCertificate bare = certificate("bare", "", Optional.empty());
        registered(old, bare, certificate("new", "", Optional.empty()));
        ReplacedCredentials replaced = otherNode.replacedCredentials();

        assertThat(certificates()).contains(old, bare);
        assertThat(endsBefore(100)).containsExactly(NOON.plusSeconds(50));
        assertThat(replaced.ofClients(NOON, Optional.empty(), 10)).isEmpty();
        store.credentialUse().used("new", NOON);
        store.close();
        assertThat(replaced.ofClients(NOON, Optional.empty(), 10)).containsExactly(BILLING);
        assertThat(replaced.ofClients(NOON, Optional.of(BILLING), 10)).isEmpty();
        assertThat(replaced.ofClients(NOON.plusSeconds(50), Optional.empty(), 10))
                .isEmpty();

        Client ended = otherNode
                .clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.withCertificates(client.certificates().stream()
                                .map(key -> key.id().equals("new") ? key : key.endingBy(NOON.plusSeconds(1)))
                                .toList()),
                        CHANGE);

        assertThat(ended.certificates())
                .extracting(ClientCertificate::expiresAt)
                .containsExactly(Optional.of(NOON.plusSeconds(1)), Optional.of(NOON.plusSeconds(1)), Optional.empty());
        assertThat(certificates()).isEqualTo(ended.certificates());
        assertThat(certificates().get(2).lastUsedAt()).contains(NOON);
        assertThat(endsBefore(100)).as("also of a bare key").containsExactly(NOON.plusSeconds(1), NOON.plusSeconds(1));
        assertThat(replaced.ofClients(NOON, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aKeyMayGetOtherNames() {
        ClientCertificate before = certificate("named", "old", Optional.of(NOON));
        ClientCertificate after = new ClientCertificate(
                before.id(),
                "another",
                "new",
                before.kind(),
                before.der(),
                Optional.of("RS256"),
                before.createdAt(),
                before.notAfter(),
                before.lastUsedAt());
        registered(before, certificate("other", "", Optional.empty()));

        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> client.withCertificates(
                                List.of(after, client.certificates().get(1))),
                        CHANGE);

        assertThat(certificates()).containsExactly(after, certificate("other", "", Optional.empty()));
    }

    private List<ClientCertificate> certificates() {
        return otherNode.clients().find(BILLING).orElseThrow().certificates();
    }

    private List<Instant> endsBefore(int seconds) {
        return otherNode.expiryCalendar().ending(NOON, NOON.plusSeconds(seconds), Optional.empty(), 10).items().stream()
                .map(EndingCredential::endsAt)
                .toList();
    }

    @Test
    void whetherAKeyIsNeededShows() {
        store.clients().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        assertThat(store.masterKeyChecks().hasHashStartingWith("hash of")).isTrue();
        assertThat(store.masterKeyChecks().hasHashStartingWith("Hash")).isFalse();
        assertThat(store.masterKeyChecks().hasHashStartingWith("%")).isFalse();
    }

    @Test
    void sec8_theKeyOfASigningKeyIsNeededWhileItSigns() {
        SigningKey key = new SigningKey(
                "kid", "RS256", "MII", "v1$k1$sealed", NOON, Optional.of(NOON), Optional.empty(), Optional.empty());
        store.signingKeys().change(keys -> new SigningKeyStore.Edited(List.of(key), Optional.of(CHANGE)));

        assertThat(otherNode.masterKeyChecks().hasHashStartingWith("v1$k1$")).isTrue();
        assertThat(otherNode.masterKeyChecks().hasHashStartingWith("v1$k2$")).isFalse();

        List<SigningKey> retired = List.of(key.retiredAt(NOON, NOON));
        store.signingKeys().change(keys -> new SigningKeyStore.Edited(retired, Optional.of(CHANGE)));
        assertThat(otherNode.masterKeyChecks().hasHashStartingWith("v1$k1$")).isFalse();
    }

    @Test
    void tok5_aClientThatIsMadeAnewByANodeWhoseClockIsBehindIsYoungerToo() {
        now = NOON.plusSeconds(59);
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        store.clients().delete(BILLING, OptionalLong.empty(), CHANGE);
        now = NOON;

        Client anew = otherNode.clients().create(BILLING, PLAIN, List.of(), CHANGE);

        assertThat(anew.createdAt()).isEqualTo(NOON.plusSeconds(59).plusNanos(1000));
        assertThat(store.clients().find(BILLING)).contains(anew);
        now = NOON.plusSeconds(3600);
        otherNode.clients().delete(BILLING, OptionalLong.empty(), CHANGE);
        now = NOON.plusSeconds(60);
        assertThat(otherNode.clients().create(BILLING, PLAIN, List.of(), CHANGE).createdAt())
                .as("a clock that was an hour ahead is not believed")
                .isEqualTo(now);
    }

    /** A token of the earlier client may name the end of the second in which it was issued. */
    @Test
    void tok5_aClientThatIsMadeAnewWithinASecondIsYoungerThanTokensOfThatSecond() {
        now = NOON.plusMillis(200);
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        now = NOON.plusMillis(400);
        store.clients().delete(BILLING, OptionalLong.empty(), CHANGE);

        now = NOON.plusMillis(600);
        assertThat(store.clients().create(BILLING, PLAIN, List.of(), CHANGE).createdAt())
                .isAfter(NOON.plusSeconds(1));
    }

    @Test
    void aUseIsWrittenDownWhenTheStoreCloses() {
        Client before = store.clients().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        store.credentialUse().used("s1", NOON.plusSeconds(60));
        store.credentialUse().used("s1", NOON.plusSeconds(30));
        store.credentialUse().used("no such", NOON);
        otherNode.credentialUse().used("s1", NOON.plusSeconds(45));
        store.close();
        otherNode.close();

        Client after = store.clients().find(BILLING).orElseThrow();
        assertThat(after.secrets().get(0).lastUsedAt()).contains(NOON.plusSeconds(60));
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
        assertThat(events()).hasSize(1);
    }

    @Test
    void theUseOfACertificateIsWrittenDownToo() {
        Client before = registered(certificate("c1", "", Optional.of(NOON)), certificate("c2", "", Optional.empty()));

        store.credentialUse().used("c1", NOON.plusSeconds(4));
        otherNode.credentialUse().used("c1", NOON.plusSeconds(5));
        otherNode.credentialUse().used("c2", NOON.plusSeconds(6));
        otherNode.close();
        store.close();

        Client after = store.clients().find(BILLING).orElseThrow();
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
        store.clients()
                .update(BILLING, OptionalLong.empty(), client -> client.withCertificates(List.of(stays)), CHANGE);
        store.clients().create(new ClientId("gone"), PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);
        store.clients().delete(new ClientId("gone"), OptionalLong.empty(), CHANGE);

        for (String id : List.of("c1", "s1", "c2")) {
            otherNode.credentialUse().used(id, NOON.plusSeconds(5));
        }
        otherNode.close();

        List<ClientCertificate> after =
                store.clients().find(BILLING).orElseThrow().certificates();
        assertThat(after).extracting(ClientCertificate::id).containsExactly("c2");
        assertThat(after.get(0).lastUsedAt()).as("the others hold nothing up").contains(NOON.plusSeconds(5));
        assertThat(store.clients().find(new ClientId("gone"))).isEmpty();
    }

    @Test
    void aChangeKeepsWhatIsKnownOfUsesOfCertificates() {
        registered(certificate("c1", "", Optional.empty()));

        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> {
                            otherNode.credentialUse().used("c1", NOON.plusSeconds(5));
                            otherNode.close();
                            List<ClientCertificate> more = new ArrayList<>(client.certificates());
                            more.add(certificate("c2", "", Optional.empty()));
                            return client.withCertificates(more);
                        },
                        CHANGE);

        assertThat(store.clients().find(BILLING).orElseThrow().certificates())
                .extracting(ClientCertificate::lastUsedAt)
                .containsExactly(Optional.of(NOON.plusSeconds(5)), Optional.empty());
    }

    @Test
    void aChangeKeepsWhatIsKnownOfUses() {
        store.clients().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);

        store.clients()
                .update(
                        BILLING,
                        OptionalLong.empty(),
                        client -> {
                            otherNode.credentialUse().used("s1", NOON.plusSeconds(5));
                            otherNode.close();
                            return renamed("x").apply(client);
                        },
                        CHANGE);

        assertThat(store.clients().find(BILLING).orElseThrow().secrets().get(0).lastUsedAt())
                .contains(NOON.plusSeconds(5));
    }

    @Test
    void clientsAreCounted() {
        assertThat(store.clients().count()).isZero();
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        store.clients().create(new ClientId("other"), PLAIN, List.of(), CHANGE);

        assertThat(store.clients().count()).isEqualTo(2);
    }

    @Test
    void whatEndsIsListedInThatOrder() {
        Instant end = NOON.plusSeconds(60);
        ClientId other = new ClientId("other");
        store.clients()
                .create(
                        BILLING,
                        PLAIN,
                        List.of(ending("b", end), ending("a", end), secret("x", Optional.empty())),
                        CHANGE);
        store.clients().create(other, PLAIN, List.of(ending("c", NOON), ending("z", end.plusNanos(1000))), CHANGE);
        register(other, certificate("aa", "reports-2024", Optional.of(end)), certificate("k", "", Optional.empty()));
        store.clients().create(new ClientId("past"), PLAIN, List.of(ending("y", NOON.minusNanos(1000))), CHANGE);

        Page<EndingCredential> first = store.expiryCalendar().ending(NOON, end, Optional.empty(), 2);
        Page<EndingCredential> second = store.expiryCalendar().ending(NOON.plusSeconds(1), end, first.next(), 2);

        assertThat(first.items())
                .containsExactly(
                        new EndingCredential(Kind.SECRET, other, "c", "", NOON, NOON),
                        new EndingCredential(Kind.SECRET, BILLING, "a", "", NOON, end));
        assertThat(second.items())
                .containsExactly(
                        new EndingCredential(Kind.CERTIFICATE, other, "aa", "reports-2024", NOON, end),
                        new EndingCredential(Kind.SECRET, BILLING, "b", "", NOON, end));
        assertThat(second.next()).isEmpty();
        assertThatThrownBy(() -> store.expiryCalendar().ending(NOON, end, Optional.of("made-up"), 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.expiryCalendar().ending(NOON, end, Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePagesOfWhatEndsLeaveNothingOut() {
        List<String> all = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            ClientId id = new ClientId("client-" + i);
            // Seven at a time end together.
            Instant end = NOON.plusSeconds(i / 7);
            store.clients().create(id, PLAIN, i % 3 == 0 ? List.of() : List.of(ending("e" + i, end)), CHANGE);
            if (i % 3 == 0) {
                register(id, certificate("e" + i, "", Optional.of(end)));
            }
            all.add("e" + i);
        }
        for (int limit : List.of(1, 3, 7, 20)) {
            List<String> walked = new ArrayList<>();
            Optional<String> next = Optional.empty();
            do {
                Page<EndingCredential> page = store.expiryCalendar().ending(NOON, NOON.plusSeconds(60), next, limit);
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
        store.clients().create(BILLING, PLAIN, List.of(ending("a", end), ending("b", NOON), ending("c", end)), CHANGE);
        register(BILLING, certificate("d", "", Optional.of(end)), certificate("e", "", Optional.empty()));

        assertThat(store.expiryCalendar().count(Instant.EPOCH, NOON)).isEqualTo(1);
        assertThat(store.expiryCalendar().count(NOON, end)).isEqualTo(3);
        assertThat(store.expiryCalendar().count(NOON, end.minusNanos(1000))).isZero();
        assertThat(store.expiryCalendar().count(end, end.plusSeconds(1))).isZero();
        assertThat(store.expiryCalendar().count(end.minusNanos(1000), end)).isEqualTo(3);
        store.clients().delete(BILLING, OptionalLong.empty(), CHANGE);
        assertThat(store.expiryCalendar().count(Instant.EPOCH, end)).isZero();
    }

    @Test
    void aLookUpWaitsForNoChange() throws Exception {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        CountDownLatch changing = new CountDownLatch(1);
        CountDownLatch lookedUp = new CountDownLatch(1);
        Thread writer = new Thread(() -> store.clients()
                .update(
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

        Client old = otherNode.clients().find(BILLING).orElseThrow();
        otherNode.changes().since(ChangeFeed.Position.START);
        lookedUp.countDown();
        writer.join();

        assertThat(old.profile().name()).isEmpty();
        assertThat(otherNode.clients().find(BILLING).orElseThrow().profile().name())
                .isEqualTo("new");
    }

    @Test
    void aMistakeOfOursIsNoOutage() {
        Connections connections = new Connections(database);

        assertThatThrownBy(
                        () -> connections.read(connection -> Sql.execute(connection, "update no_such_table set x = 1")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.clients()
                        .create(
                                BILLING,
                                PLAIN,
                                List.of(secret("twice", Optional.empty()), secret("twice", Optional.empty())),
                                CHANGE))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.clients().find(BILLING)).isEmpty();
    }

    private Client registered(ClientCertificate... certificates) {
        store.clients().create(BILLING, PLAIN, List.of(), CHANGE);
        return register(BILLING, certificates);
    }

    private Client register(ClientId id, ClientCertificate... certificates) {
        return store.clients()
                .update(id, OptionalLong.empty(), client -> client.withCertificates(List.of(certificates)), CHANGE);
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
