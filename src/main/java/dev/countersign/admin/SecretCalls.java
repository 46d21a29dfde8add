package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.auth.Secret;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.manage.SecretIssuer.UnacceptableSecretException;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The calls about a client's secrets: add, regenerate, revoke. Thread-safe. */
public record SecretCalls(
        AdministeredClients clients,
        MethodCatalog catalog,
        SecretIssuer issuer,
        StoreAbilities store,
        InstantSource clock)
        implements Calls {

    @Override
    public List<Route> routes() {
        String secrets = "/clients/{client}/secrets";
        return List.of(
                new Route("POST", secrets, "Add or regenerate a secret", this::add).needing(Ability.CHANGE),
                new Route("DELETE", secrets + "/{id}", "Revoke a secret", this::revoke).needing(Ability.CHANGE));
    }

    private Answer add(Call call) {
        ClientId id = call.client();
        Precondition condition = call.precondition();
        SecretRequest asked = SecretRequest.of(call.body(RequestBody.JSON));
        asked.older().requireKept(store);
        // Whole milliseconds, which every database stores exactly.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Client seen = clients.existing(call);
        ClientProfile profile = seen.profile();
        IssuedSecret issued = issue(id, profile, asked, now);
        try (Secret value = issued.value()) {
            List<ClientSecret> replaced =
                    asked.older().replaced(seen.secrets(), issued.registered().id(), now);
            List<ClientSecret> told = EndedCredentials.forRoom(replaced, 1, Client.MAX_SECRETS, now);
            Client client = clients.by(call.caller())
                    .update(
                            id,
                            OptionalLong.empty(),
                            current -> {
                                condition.check(current);
                                requireStill(profile, current);
                                asked.older().requireSeen(seen.secrets(), current.secrets());
                                return current.with(grown(current, issued.registered(), asked, now, told));
                            },
                            change(call, asked, issued.registered(), told));
            return answer(call, client, issued.registered(), value);
        }
    }

    private Answer revoke(Call call) {
        String secret = call.variable("id");
        Precondition condition = call.precondition();
        clients.by(call.caller())
                .update(
                        call.client(),
                        OptionalLong.empty(),
                        current -> {
                            condition.check(current);
                            return current.with(without(current, secret));
                        },
                        call.change("secret.revoke", named(clients.existing(call), secret)));
        return Answer.noContent();
    }

    private IssuedSecret issue(ClientId id, ClientProfile profile, SecretRequest asked, Instant now) {
        try {
            SecretIssuer issuing = asked.imported() ? issuer.forImports() : issuer;
            return issuing.issue(
                    id,
                    profile.method(),
                    ClientForm.signingAlgorithm(profile),
                    asked.label(),
                    asked.chosen(),
                    asked.lifetime().map(now::plus));
        } catch (UnacceptableSecretException e) {
            throw ProblemException.inField(e.field(), e);
        }
    }

    /** Refuses a secret that was made for the method or algorithm before, when that has changed at the same moment. */
    private static void requireStill(ClientProfile seen, Client current) {
        ClientProfile profile = current.profile();
        if (!profile.method().equals(seen.method())
                || !ClientForm.signingAlgorithm(profile).equals(ClientForm.signingAlgorithm(seen))) {
            throw new ProblemException(
                    ProblemKind.STALE, "The client's method or algorithm was changed at the same moment.");
        }
    }

    private List<ClientSecret> grown(
            Client current, ClientSecret added, SecretRequest asked, Instant now, List<ClientSecret> told) {
        if (!catalog.usesSecrets(current.profile())) {
            throw new ProblemException(
                    ProblemKind.NO_SECRETS, "Only confidential clients whose method uses secrets can have one.");
        }
        List<ClientSecret> secrets = new ArrayList<>(asked.older().replaced(current.secrets(), added.id(), now));
        List<ClientSecret> removed = EndedCredentials.forRoom(secrets, 1, Client.MAX_SECRETS, now);
        secrets.removeAll(removed);
        secrets.add(added);
        if (secrets.size() > Client.MAX_SECRETS) {
            throw new ProblemException(
                    ProblemKind.TOO_MANY_SECRETS,
                    "A client has at most " + Client.MAX_SECRETS + " live secrets: revoke one first.");
        }
        EndedCredentials.requireSame(told, removed);
        return secrets;
    }

    private static List<ClientSecret> without(Client current, String id) {
        List<ClientSecret> left = current.secrets().stream()
                .filter(secret -> !secret.id().equals(id))
                .toList();
        if (left.size() == current.secrets().size()) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "The client has no such secret.");
        }
        return left;
    }

    private static Change change(Call call, SecretRequest asked, ClientSecret added, List<ClientSecret> removed) {
        String made = ChangeText.of(added)
                + added.expiresAt().map(at -> ", until " + at).orElse("");
        String room = EndedCredentials.detail(removed);
        if (asked.older().replace()) {
            return call.change("secret.regenerate", made + asked.older().detail() + room);
        }
        String origin = asked.imported() ? ", brought along from another server" : "";
        return call.change("secret.add", made + origin + room);
    }

    /** As it was before it is revoked. */
    private static String named(Client client, String id) {
        return client.secrets().stream()
                .filter(secret -> secret.id().equals(id))
                .findFirst()
                .map(ChangeText::of)
                .orElseGet(() -> "secret " + JsonMembers.shortened(id));
    }

    private static Answer answer(Call call, Client client, ClientSecret added, Secret value) {
        // Read from the store: its timestamps may be coarser than ours.
        ClientSecret kept = client.secrets().stream()
                .filter(secret -> secret.id().equals(added.id()))
                .findFirst()
                .orElse(added);
        Added shown = new Added(
                kept.id(),
                kept.label(),
                kept.createdAt(),
                kept.expiresAt(),
                kept.lastUsedAt(),
                new String(value.bytes(), StandardCharsets.UTF_8),
                client.version());
        return Answer.json(201, shown).with("Location", call.path(client) + "/secrets/" + added.id());
    }

    /** The answer, the only one that contains the secret itself. */
    @JsonbPropertyOrder({"id", "label", "createdAt", "expiresAt", "lastUsedAt", "clientSecret", "clientVersion"})
    public record Added(
            String id,
            String label,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            String clientSecret,
            long clientVersion) {

        @Override
        public String toString() {
            return "Added[hidden]";
        }
    }
}
