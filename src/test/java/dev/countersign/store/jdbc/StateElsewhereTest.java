package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientDirectory;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.Page;
import dev.countersign.client.SecretHash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state of clients that are in no table: their last uses, the ends of their credentials, the events of changes. */
class StateElsewhereTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Change CHANGE = new Change("person:alice", "client.update", "");

    @TempDir
    Path directory;

    private JdbcStore store;

    @BeforeEach
    void open() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:" + directory.resolve("state"));
        new Schema(database).migrate();
        store = new JdbcStore(database, InstantSource.fixed(NOON));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void lastUsesAreKeptWithoutARowOfTheCredential() {
        use(Map.of("s1", NOON, "s2", NOON));
        use(Map.of("s2", NOON.plusSeconds(5), "s3", NOON));
        // Of another node, which is late.
        use(Map.of("s2", NOON.plusSeconds(3)));

        assertThat(store.lastUsesElsewhere(List.of("s1", "s2", "s4")))
                .isEqualTo(Map.of("s1", NOON, "s2", NOON.plusSeconds(5)));
        assertThat(store.lastUsesElsewhere(List.of())).isEmpty();
        List<String> many = IntStream.range(0, 450).mapToObj(i -> "s" + i).toList();
        assertThat(store.lastUsesElsewhere(many)).containsOnlyKeys("s1", "s2", "s3");
    }

    private void use(Map<String, Instant> uses) {
        store.connections().transact(connection -> {
            UsesElsewhere.write(connection, List.copyOf(uses.entrySet()));
            return true;
        });
    }

    @Test
    void aChangeElsewhereIsRecordedOnce() {
        List<String> done = new ArrayList<>();
        String result = store.recording(BILLING, CHANGE, () -> work(done), any -> true);

        assertThat(result).isEqualTo("done");
        assertThat(done).hasSize(1);
        assertThat(store.auditTrail().following(Optional.of(BILLING), 0, 10))
                .singleElement()
                .satisfies(event -> assertThat(event.action()).isEqualTo("client.update"));
    }

    @Test
    void nothingIsRecordedWhereNothingChanged() {
        List<Optional<ClientId>> told = new ArrayList<>();
        store.onChange(told::add);

        assertThat(store.recording(BILLING, CHANGE, () -> "same", any -> false)).isEqualTo("same");
        assertThatThrownBy(() -> store.recording(
                        BILLING,
                        CHANGE,
                        () -> {
                            throw new IllegalStateException("refused");
                        },
                        any -> true))
                .hasMessage("refused");

        assertThat(store.auditTrail().following(Optional.empty(), 0, 10)).isEmpty();
        assertThat(told).isEmpty();
    }

    private static String work(List<String> done) {
        done.add("work");
        return "done";
    }

    @Test
    void theEndsOfCredentialsAreListedPageByPage() {
        List<Client> clients = IntStream.range(0, 7)
                .mapToObj(i -> client("c" + i, Optional.of(NOON.plus(Duration.ofDays(7L - i % 3)))))
                .toList();
        ExpiryCalendar calendar = store.expiryCalendar(new Listed(clients));

        List<String> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<EndingCredential> page = calendar.ending(NOON, NOON.plus(Duration.ofDays(6)), after, 2);
            page.items().forEach(credential -> found.add(credential.id()));
            after = page.next();
        } while (after.isPresent());

        assertThat(found).containsExactly("c2-secret", "c5-secret", "c1-secret", "c4-secret");
        assertThat(calendar.count(NOON, NOON.plus(Duration.ofDays(6)))).isEqualTo(4);
        assertThat(calendar.count(NOON.plus(Duration.ofDays(5)), NOON.plus(Duration.ofDays(6))))
                .isEqualTo(2);
        assertThatThrownBy(() -> calendar.ending(NOON, NOON, Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNoticeIsWrittenOnce() {
        Listed clients =
                new Listed(List.of(client("a", Optional.of(NOON.plusSeconds(60))), client("b", Optional.empty())));
        for (int expected : new int[] {1, 0}) {
            int told = store.expiryNotices(clients)
                    .tell(
                            1,
                            NOON,
                            NOON.plus(Duration.ofDays(1)),
                            10,
                            credential -> new Change("system", "secret.expiring", credential.id()));
            assertThat(told).isEqualTo(expected);
        }
        assertThat(store.auditTrail().following(Optional.of(new ClientId("a")), 0, 10))
                .hasSize(1);
    }

    private static Client client(String id, Optional<Instant> end) {
        return new Client(
                new ClientId(id),
                ClientProfile.confidential(),
                List.of(new ClientSecret(
                        id + "-secret", "", new SecretHash("x"), Instant.EPOCH, end, Optional.empty())),
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /** Gives pages of three. */
    private record Listed(List<Client> clients) implements ClientDirectory {

        @Override
        public Optional<Client> find(ClientId id) {
            return clients.stream().filter(client -> client.id().equals(id)).findFirst();
        }

        @Override
        public Page<Client> page(String search, Optional<String> after, int limit) {
            int begin = after.map(Integer::parseInt).orElse(0);
            int end = Math.min(begin + 3, clients.size());
            return new Page<>(
                    clients.subList(begin, end),
                    end == clients.size() ? Optional.empty() : Optional.of(Integer.toString(end)));
        }

        @Override
        public long count() {
            return clients.size();
        }
    }
}
