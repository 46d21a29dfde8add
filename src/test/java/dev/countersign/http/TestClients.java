package dev.countersign.http;

import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AccessRules;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.ClientStore;
import dev.countersign.client.Scopes;
import dev.countersign.client.SecretHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Clients in memory, and an authenticator for them that is as simple as can be: it compares the secrets themselves. */
public final class TestClients implements ClientStore, ClientAuthenticator<PresentedSecret> {

    private final Map<ClientId, Client> clients = new ConcurrentHashMap<>();
    private volatile @Nullable RuntimeException failure;

    /** A confidential client for {@code client_secret_basic}. */
    public TestClients add(String id, String secret, String scopes) {
        return add(id, secret, scopes, AuthMethod.CLIENT_SECRET_BASIC, AccessType.CONFIDENTIAL, true);
    }

    TestClients add(String id, String secret, String scopes, AuthMethod method, AccessType type, boolean enabled) {
        ClientProfile profile = new ClientProfile(
                "Name of " + id, "", type, enabled, method, Scopes.parse(scopes), List.of(), false, Map.of());
        clients.put(new ClientId(id), client(id, secret, profile));
        return this;
    }

    /** Lets requests of the client come from these ranges only. */
    void limit(String id, List<String> ranges) {
        clients.computeIfPresent(
                new ClientId(id),
                (key, client) -> client.with(client.profile().with(new AccessRules(false, ranges, Optional.empty()))));
    }

    private static Client client(String id, String secret, ClientProfile profile) {
        ClientSecret registered = new ClientSecret(
                "secret-of-" + id, "", new SecretHash(secret), Instant.EPOCH, Optional.empty(), Optional.empty());
        return new Client(new ClientId(id), profile, List.of(registered), 1, Instant.EPOCH, Instant.EPOCH);
    }

    /** From now on every look-up ends like this. */
    void failWith(@Nullable RuntimeException e) {
        failure = e;
    }

    @Override
    public Optional<Client> find(ClientId id) {
        RuntimeException e = failure;
        if (e != null) {
            throw e;
        }
        return Optional.ofNullable(clients.get(id));
    }

    @Override
    public Class<PresentedSecret> accepts() {
        return PresentedSecret.class;
    }

    @Override
    public Set<AuthMethod> methods() {
        return Set.of(AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST);
    }

    @Override
    public boolean interchangeable(AuthMethod used, AuthMethod registered) {
        return methods().contains(registered);
    }

    @Override
    public Outcome authenticate(PresentedSecret presented, Client client) {
        ClientSecret registered = client.secrets().get(0);
        byte[] expected = registered.hash().text().getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(expected, presented.secret().bytes())
                ? new Outcome.Granted(client, presented.method(), Optional.of(registered.id()))
                : new Outcome.Refused(Refusal.WRONG_SECRET);
    }

    @Override
    public void refuse(PresentedSecret presented) {}
}
