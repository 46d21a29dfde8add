package dev.countersign.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Page;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.ClientEntryFormat;
import dev.countersign.manage.UnacceptableEntryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with clients is followed, whatever way it is replaced, and a wrong one changes nothing. */
class FileClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ClientId BILLING = new ClientId("billing");
    private static final Change CHANGE = new Change("person:alice", "client.test", "");

    @TempDir
    Path directory;

    private final BlockingQueue<ClientId> changes = new LinkedBlockingQueue<>();

    @Test
    void everyWayToReplaceAFileIsNoticed() throws Exception {
        Path path = Files.writeString(directory.resolve("clients.json"), list("billing", "a"));
        try (FileClients clients = follow(path)) {
            assertThat(name(clients)).isEqualTo("a");

            Path next = Files.writeString(directory.resolve("next"), list("billing", "b"));
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            assertThat(nextChange()).isEqualTo(BILLING);
            assertThat(name(clients)).isEqualTo("b");

            // In place, of the same length.
            Files.writeString(path, list("billing", "c"));
            assertThat(nextChange()).isEqualTo(BILLING);
            assertThat(name(clients)).isEqualTo("c");
        }
    }

    /** As Kubernetes does it: the file is a link to ..data/clients.json, and ..data is a link that is replaced. */
    @Test
    void theSwapOfASymbolicLinkIsNoticed() throws Exception {
        Path first = Files.createDirectory(directory.resolve("..2026_1"));
        Files.writeString(first.resolve("clients.json"), list("billing", "a"));
        Path data = Files.createSymbolicLink(directory.resolve("..data"), first.getFileName());
        Path path = Files.createSymbolicLink(directory.resolve("clients.json"), Path.of("..data/clients.json"));
        try (FileClients clients = follow(path)) {
            Path second = Files.createDirectory(directory.resolve("..2026_2"));
            Files.writeString(second.resolve("clients.json"), list("billing", "b"));
            Path swap = Files.createSymbolicLink(directory.resolve("..data_tmp"), second.getFileName());
            Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);

            assertThat(nextChange()).isEqualTo(BILLING);
            assertThat(name(clients)).isEqualTo("b");
        }
    }

    @Test
    void aWrongFileChangesNothingUntilItIsMended() throws Exception {
        Path path = Files.writeString(directory.resolve("clients.json"), list("billing", "a"));
        try (FileClients clients = follow(path)) {
            // Half-written.
            Files.writeString(path, "[\n  {\"client_id\": \"bil");
            await(() -> isBroken(clients));
            assertThatThrownBy(clients::requireRight).hasMessageContaining("line 2, column ");
            assertThat(name(clients)).isEqualTo("a");

            Files.delete(path);
            await(() -> problem(clients).contains("there is no such file"));
            assertThat(name(clients)).isEqualTo("a");

            Files.writeString(path, list("billing", "b"));
            assertThat(nextChange()).isEqualTo(BILLING);
            assertThat(name(clients)).isEqualTo("b");
            await(() -> !isBroken(clients));
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void theFileOfBeforeIsRightAgain() throws Exception {
        String right = list("billing", "a");
        Path path = Files.writeString(directory.resolve("clients.json"), right);
        try (FileClients clients = follow(path)) {
            Files.writeString(path, "[");
            await(() -> isBroken(clients));
            Files.writeString(path, right);
            await(() -> !isBroken(clients));
            assertThat(clients.find(BILLING).orElseThrow().version()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatIsWrongAtTheStartIsRefusedWithThePlace() throws Exception {
        Path path = Files.writeString(directory.resolve("clients.json"), "[\n  {\"client_id\": \"x\",\n   \"nme\": \"y\"}]");

        assertThatThrownBy(() -> follow(path))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 3, column 11: nme: Unknown member.");
    }

    @Test
    void theSameClientTwiceIsRefused() throws Exception {
        Path path = Files.writeString(
                directory.resolve("clients.json"),
                "[" + entry("billing", "a") + ",\n" + entry("billing", "b") + "]");

        assertThatThrownBy(() -> follow(path))
                .hasMessageContaining("line 2, column 1: there is another client \"billing\", at line 1, column 2");
    }

    @Test
    void whatIsNoListIsRefused() throws Exception {
        for (String text : List.of("", "{}", "[1]", "[{}", "[{}]x", "\ufeff[]", "null", "[{},]")) {
            Path path = Files.writeString(directory.resolve("clients.json"), text);
            assertThatThrownBy(() -> follow(path)).as(text).isInstanceOf(IllegalStateException.class);
        }
        Path path = Files.write(directory.resolve("clients.json"), new byte[] {'[', '\n', (byte) 0xFF, ']'});
        assertThatThrownBy(() -> follow(path)).hasMessageContaining("line 2, column 1: not UTF-8");
    }

    /** Only what was changed is told, and only that gets another version. */
    @Test
    void addedChangedAndRemovedClientsAreTold() throws Exception {
        Path path = Files.writeString(
                directory.resolve("clients.json"),
                "[" + entry("a", "1") + "," + entry("b", "1") + "," + entry("c", "1") + "]");
        try (FileClients clients = follow(path)) {
            Files.writeString(path, "[" + entry("b", "2") + "," + entry("a", "1") + "," + entry("d", "1") + "]");

            assertThat(List.of(nextChange(), nextChange(), nextChange()))
                    .containsExactlyInAnyOrder(new ClientId("b"), new ClientId("c"), new ClientId("d"));
            assertThat(changes).isEmpty();
            assertThat(version(clients, "a")).isEqualTo(1);
            assertThat(version(clients, "b")).isEqualTo(2);
            assertThat(clients.find(new ClientId("c"))).isEmpty();
            assertThat(clients.count()).isEqualTo(3);
        }
    }

    @Test
    void tok5_aClientThatComesBackIsYoungerThanTheTokensOfTheEarlierOne() throws Exception {
        Path path = Files.writeString(directory.resolve("clients.json"), list("billing", "a"));
        try (FileClients clients = follow(path)) {
            Files.writeString(path, "[]");
            nextChange();
            Files.writeString(path, list("billing", "a"));
            nextChange();

            Client back = clients.find(BILLING).orElseThrow();
            assertThat(back.version()).isEqualTo(2);
            assertThat(back.createdAt()).isAfter(Instant.EPOCH);
        }
    }

    @Test
    void clientsAreListedAndSearchedByTheBeginningsOfWords() throws Exception {
        Path path = Files.writeString(
                directory.resolve("clients.json"),
                IntStream.range(0, 7)
                        .mapToObj(i -> entry("c" + i, i % 2 == 0 ? "Even Steven" : "odd"))
                        .collect(Collectors.joining(",", "[", "]")));
        try (FileClients clients = follow(path)) {
            assertThat(all(clients, "", 3)).containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6");
            assertThat(all(clients, "STEV", 2)).containsExactly("c0", "c2", "c4", "c6");
            assertThat(all(clients, "c3", 2)).containsExactly("c3");
            assertThat(all(clients, "teven", 2)).isEmpty();
            assertThat(all(clients, "%", 2)).isEmpty();
            assertThatThrownBy(() -> clients.page("", Optional.of("x!"), 3))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> clients.page("", Optional.of("eHh4"), 3))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aChangeIsWrittenAndTheOtherClientsKeepTheirText() throws Exception {
        String other = "{ \"client_id\":\"other\" ,\n\t\"name\" : \"as I like it\" }";
        Path path = Files.writeString(directory.resolve("clients.json"), "[" + other + "," + entry("billing", "a") + "]");
        try (FileClients clients = follow(path);
                FileClientRegistry registry = new FileClientRegistry(clients, path, new Named())) {
            Client after = registry.update(BILLING, OptionalLong.of(1), client -> named(client, "b"), CHANGE);

            assertThat(after.version()).isEqualTo(2);
            assertThat(clients.find(BILLING)).contains(after);
            assertThat(nextChange()).isEqualTo(BILLING);
            assertThat(Files.readString(path)).contains(other, "\"name\": \"b\"");
            assertThatThrownBy(() -> registry.update(BILLING, OptionalLong.of(1), client -> named(client, "c"), CHANGE))
                    .isInstanceOf(RejectedChangeException.class);

            Client made = registry.create(new ClientId("new"), ClientProfile.confidential(), List.of(), CHANGE);
            assertThat(registry.find(made.id())).contains(made);
            registry.delete(BILLING, OptionalLong.empty(), CHANGE);
            assertThat(registry.find(BILLING)).isEmpty();
            assertThatThrownBy(() -> registry.delete(BILLING, OptionalLong.empty(), CHANGE))
                    .isInstanceOf(RejectedChangeException.class);
        }
        try (FileClients again = follow(path)) {
            assertThat(all(again, "", 10)).containsExactly("new", "other");
        }
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("clients.json", ".clients.json.lock");
        }
    }

    /** What a person has written since is no loss, and what is not right is not written over. */
    @Test
    void aChangeIsMadeToTheFileAsItIsNow() throws Exception {
        Path path = Files.writeString(directory.resolve("clients.json"), list("billing", "a"));
        try (FileClients clients = new FileClients(path, new Named(), InstantSource.system(), Duration.ofDays(1));
                FileClientRegistry registry = new FileClientRegistry(clients, path, new Named())) {
            Files.writeString(path, "[" + entry("billing", "by hand") + "," + entry("hand", "made") + "]");
            registry.create(new ClientId("new"), ClientProfile.confidential(), List.of(), CHANGE);
            assertThat(all(clients, "", 10)).containsExactly("billing", "hand", "new");
            assertThat(name(clients)).isEqualTo("by hand");

            Files.writeString(path, "[ broken");
            assertThatThrownBy(() -> registry.delete(BILLING, OptionalLong.empty(), CHANGE))
                    .isInstanceOf(UnavailableException.class);
            assertThat(path).hasContent("[ broken");
        }
    }

    @Test
    void oneProcessAtATimeChangesTheFile() throws Exception {
        Path path = Files.writeString(directory.resolve("clients.json"), list("billing", "a"));
        try (FileClients clients = follow(path)) {
            FileClientRegistry registry = new FileClientRegistry(clients, path, new Named());
            assertThatThrownBy(() -> new FileClientRegistry(clients, path, new Named()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another process has", "leave ?writable=true out");
            registry.close();
            new FileClientRegistry(clients, path, new Named()).close();

            Path link = Files.createSymbolicLink(directory.resolve("link.json"), path);
            assertThatThrownBy(() -> new FileClientRegistry(clients, link, new Named()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("symbolic link");
        }
    }

    private FileClients follow(Path path) {
        FileClients clients = new FileClients(path, new Named(), InstantSource.system(), Duration.ofMillis(10));
        clients.onChange(changes::add);
        return clients;
    }

    private ClientId nextChange() throws InterruptedException {
        ClientId changed = changes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(changed).as("a change").isNotNull();
        return changed;
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begin).as("nanoseconds").isLessThan(PATIENCE.toNanos());
            Thread.onSpinWait();
        }
    }

    private static boolean isBroken(FileClients clients) {
        return !problem(clients).isEmpty();
    }

    private static String problem(FileClients clients) {
        try {
            clients.requireRight();
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String name(FileClients clients) {
        return clients.find(BILLING).orElseThrow().profile().name();
    }

    private static long version(FileClients clients, String id) {
        return clients.find(new ClientId(id)).orElseThrow().version();
    }

    private static List<String> all(FileClients clients, String search, int limit) {
        List<String> ids = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Client> page = clients.page(search, after, limit);
            page.items().forEach(client -> ids.add(client.id().value()));
            after = page.next();
        } while (after.isPresent());
        return ids;
    }

    private static String list(String id, String name) {
        return "[\n  " + entry(id, name) + "\n]\n";
    }

    private static String entry(String id, String name) {
        return "{\"client_id\": \"" + id + "\", \"name\": \"" + name + "\"}";
    }

    private static Client named(Client client, String name) {
        return client.with(profile(name));
    }

    private static ClientProfile profile(String name) {
        ClientProfile plain = ClientProfile.confidential();
        return new ClientProfile(
                name,
                plain.description(),
                plain.accessType(),
                plain.enabled(),
                plain.method(),
                plain.scopes(),
                plain.audience(),
                plain.administrator(),
                plain.properties());
    }

    /** The smallest format: an id, a name and a version. */
    private static final class Named implements ClientEntryFormat {

        @Override
        public Client read(Map<String, Object> members) throws UnacceptableEntryException {
            for (String name : members.keySet()) {
                if (!List.of("client_id", "name", "version").contains(name)) {
                    throw new UnacceptableEntryException(List.of(name), name + ": Unknown member.");
                }
            }
            return new Client(
                    new ClientId(String.valueOf(members.get("client_id"))),
                    profile(String.valueOf(members.getOrDefault("name", ""))),
                    List.of(),
                    (Long) members.getOrDefault("version", 1L),
                    Instant.EPOCH,
                    Instant.EPOCH);
        }

        @Override
        public Map<String, Object> write(Client client) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("client_id", client.id().value());
            members.put("name", client.profile().name());
            members.put("version", client.version());
            return members;
        }
    }
}
