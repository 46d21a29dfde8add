package dev.countersign.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every store keeps to that finds clients. The author of a store extends this class in his own project. Times and
 * versions are the store's own, and are not looked at.
 */
public abstract class ClientStoreContract {

    /** Longest that a look-up takes, whatever the state of what it has to ask. */
    protected static final Duration LONGEST_FIND = Duration.ofSeconds(10);

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** At once, which is more than a small pool has connections. */
    private static final int THREADS = 32;

    private static final int CLIENTS = 50;

    /** Ids that mean something in a filter, a pattern, a query, a path, a name or a template. */
    private static final List<String> HOSTILE = List.of(
            "*",
            "**",
            "a*",
            ")(",
            "*)(objectClass=*",
            "a)(|(objectClass=*",
            "\\2a",
            "\\",
            "a\\",
            "#a",
            "a,b=c",
            "a+b=c",
            "a=b",
            "\"a\"",
            "<a>",
            "a;b",
            "' or ''='",
            "a' --",
            "%",
            "a%",
            "_",
            "a_",
            "a%00",
            "../a",
            "/a",
            "${a}",
            "{0}",
            "?",
            "a?b");

    /**
     * A store with exactly these clients, no two of which have one id. Called once in a test; what an earlier test had
     * registered is gone.
     */
    protected abstract ClientStore storeOf(List<Client> clients) throws Exception;

    /**
     * Stores that cannot be asked, each for another reason: nothing listens, the server does not answer, it refuses the
     * password, the file is gone. At least one.
     */
    protected abstract List<ClientStore> unavailable() throws Exception;

    /** This client as the store returns it, if there is something that the store has no place for. */
    protected Client kept(Client given) {
        return given;
    }

    /** Two public keys of a client: override it for a store that holds certificates only. */
    protected List<ClientCertificate> keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        return List.of(key("k1", generator), key("k2", generator));
    }

    @Test
    void aClientIsFoundAsItWasRegistered() throws Exception {
        ClientProfile profile = new ClientProfile(
                "Billing <b>\u00e9\u4e2d\ud83d\ude00</b>",
                "sends 'bills'; --",
                AccessType.CONFIDENTIAL,
                true,
                AuthMethod.PRIVATE_KEY_JWT,
                Scopes.parse("a m z"),
                List.of("https://a.example"),
                false,
                Map.of("token_endpoint_auth_signing_alg", "ES256", "jwks_uri", "https://keys.example/?a=b&c=d"));
        List<ClientSecret> secrets = List.of(
                new ClientSecret("s1", "", hash("s1"), NOON, Optional.of(NOON.plusSeconds(1)), Optional.empty()),
                secret("s2"));
        Client billing = client("billing", profile, secrets).withCertificates(keys());

        assertFound(storeOf(List.of(billing)), billing);
    }

    @Test
    void everyAccessTypeIsKeptAndSoIsWhoIsSwitchedOff() throws Exception {
        List<Client> clients = new ArrayList<>();
        for (AccessType type : AccessType.values()) {
            for (boolean enabled : new boolean[] {true, false}) {
                clients.add(client(type.wireName() + '-' + enabled, profile(type, enabled, false), List.of()));
            }
        }
        ClientStore store = storeOf(clients);

        clients.forEach(client -> assertFound(store, client));
    }

    @Test
    void onlyTheAdministratorIsOne() throws Exception {
        Client administrator = client("admin", profile(AccessType.CONFIDENTIAL, true, true), List.of(secret("s1")));
        Client other = client("admin2", profile(AccessType.CONFIDENTIAL, true, false), List.of(secret("s2")));
        ClientStore store = storeOf(List.of(administrator, other));

        assertFound(store, administrator);
        assertFound(store, other);
        assertNone(store, "Admin");
    }

    @Test
    void gen21_idsAreComparedExactly() throws Exception {
        List<Client> clients = Stream.of("Billing", "billing", "a b", "a  b", "client", "client1")
                .map(ClientStoreContract::plain)
                .toList();
        ClientStore store = storeOf(clients);

        clients.forEach(client -> assertFound(store, client));
        for (String other : List.of(
                "BILLING",
                "billinG",
                "billing.",
                "billin",
                "illing",
                "a   b",
                "ab",
                "A b",
                "Client",
                "client11",
                "clien")) {
            assertNone(store, other);
        }
    }

    @Test
    void gen21_noCharacterOfAnIdMeansAnything() throws Exception {
        // Every second one is registered; the others, which are like them, are not.
        List<String> ids = Stream.concat(
                        HOSTILE.stream(), IntStream.rangeClosed(0x20, 0x7E).mapToObj(c -> "x" + (char) c + "y"))
                .toList();
        List<Client> clients = IntStream.range(0, ids.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> plain(ids.get(i)))
                .toList();
        ClientStore store = storeOf(clients);

        clients.forEach(client -> assertFound(store, client));
        IntStream.range(0, ids.size()).filter(i -> i % 2 == 1).forEach(i -> assertNone(store, ids.get(i)));
    }

    @Test
    void gen21_theSameIdsOfAnEmptyStoreAreUnknown() throws Exception {
        ClientStore store = storeOf(List.of());

        HOSTILE.forEach(id -> assertNone(store, id));
        assertNone(store, "billing");
    }

    @Test
    void gen21_theLongestIdsAreToldApart() throws Exception {
        String begin = "~".repeat(ClientId.MAX_CHARS - 1);
        Client one = plain(begin + "1");
        ClientStore store = storeOf(List.of(one, plain(begin)));

        assertFound(store, one);
        assertFound(store, plain(begin));
        assertNone(store, begin + "2");
        assertNone(store, begin.substring(1));
    }

    @Test
    void asManySecretsAndKeysAreKeptAsAClientMayHave() throws Exception {
        List<ClientSecret> secrets = IntStream.range(0, Client.MAX_SECRETS)
                .mapToObj(i -> secret("secret-" + i))
                .toList();
        Client many = client("many", ClientProfile.confidential(), secrets).withCertificates(keys());

        assertFound(storeOf(List.of(many)), many);
    }

    @Test
    void manyWhoAskAtOnceEachGetTheirOwn() throws Exception {
        List<Client> clients =
                IntStream.range(0, CLIENTS).mapToObj(i -> plain("client-" + i)).toList();
        ClientStore store = storeOf(clients);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = IntStream.range(0, THREADS)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < CLIENTS; i++) {
                            assertFound(store, clients.get((i * (thread + 1) + thread) % CLIENTS));
                            assertNone(store, "client-" + (CLIENTS + i));
                        }
                    }))
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void gen11_aStoreThatCannotBeAskedIsNeitherYesNorNo() throws Exception {
        List<ClientStore> stores = unavailable();

        assertThat(stores).isNotEmpty();
        for (ClientStore store : stores) {
            for (String id : List.of("billing", "unknown", "*")) {
                long start = System.nanoTime();
                Throwable thrown = catchThrowable(() -> store.find(new ClientId(id)));

                assertThat(thrown).isInstanceOf(UnavailableException.class);
                assertThat(thrown.getMessage())
                        .as("it says what did not answer")
                        .isNotBlank();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST_FIND);
            }
        }
    }

    @Test
    void gen11_manyWhoAskInVainAtOnceDoNotWaitForEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (ClientStore store : unavailable()) {
                List<Future<Throwable>> running = IntStream.range(0, THREADS)
                        .mapToObj(i -> threads.submit(() -> catchThrowable(() -> store.find(new ClientId("c" + i)))))
                        .toList();
                long end = System.nanoTime() + LONGEST_FIND.toNanos();
                for (Future<Throwable> one : running) {
                    assertThat(one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                            .isInstanceOf(UnavailableException.class);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertFound(ClientStore store, Client given) {
        Client expected = kept(given);

        Client found = store.find(given.id()).orElseThrow(() -> new AssertionError("not found: " + given.id()));

        assertThat(found.id()).isEqualTo(given.id());
        assertThat(found.profile()).as(given.id().value()).isEqualTo(expected.profile());
        assertThat(secrets(found)).as(given.id().value()).isEqualTo(secrets(expected));
        assertThat(keys(found)).as(given.id().value()).isEqualTo(keys(expected));
        assertOnlyOf(given.id(), store.remembered(given.id()));
        assertOnlyOf(given.id(), store.lastKnown(given.id()));
    }

    private static void assertNone(ClientStore store, String text) {
        ClientId id = new ClientId(text);

        assertThat(store.find(id)).as(text).isEmpty();
        assertThat(store.remembered(id)).as(text).isEmpty();
        assertThat(store.lastKnown(id)).as(text).isEmpty();
    }

    private static void assertOnlyOf(ClientId id, Optional<Client> client) {
        client.ifPresent(same -> assertThat(same.id()).isEqualTo(id));
    }

    /** What decides, in no order. */
    private static Set<List<Object>> secrets(Client client) {
        return client.secrets().stream()
                .map(secret -> List.<Object>of(secret.id(), secret.hash(), secret.expiresAt()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<List<Object>> keys(Client client) {
        return client.certificates().stream()
                .map(key -> List.<Object>of(key.kid(), key.kind(), key.der(), key.algorithm(), key.notAfter()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A client with a secret of its own. */
    private static Client plain(String id) {
        String secretId = Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(US_ASCII));
        // No longer than the ids that are made.
        return client(id, ClientProfile.confidential(), List.of(secret("s" + id.length() + end(secretId))));
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - 20));
    }

    private static Client client(String id, ClientProfile profile, List<ClientSecret> secrets) {
        return new Client(new ClientId(id), profile, secrets, 1, NOON, NOON);
    }

    private static ClientProfile profile(AccessType type, boolean enabled, boolean administrator) {
        return new ClientProfile(
                "", "", type, enabled, AuthMethod.CLIENT_SECRET_BASIC, Scopes.NONE, List.of(), administrator, Map.of());
    }

    private static ClientSecret secret(String id) {
        return new ClientSecret(id, "", hash(id), NOON, Optional.empty(), Optional.empty());
    }

    private static SecretHash hash(String secretId) {
        return new SecretHash("hmac-sha256$k1$hash-of-" + secretId);
    }

    private static ClientCertificate key(String id, KeyPairGenerator generator) {
        return new ClientCertificate(
                id,
                "kid-of-" + id,
                "",
                ClientCertificate.Kind.PUBLIC_KEY,
                Base64.getEncoder()
                        .encodeToString(generator.generateKeyPair().getPublic().getEncoded()),
                NOON,
                Optional.empty(),
                Optional.empty());
    }
}
