package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.auth.Secret;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretOwners;
import dev.countersign.manage.SecretProof;
import dev.countersign.text.SecretText;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The call that finds the server's secrets in a text that has leaked, and revokes them. A secret counts only when it is
 * proved by what is stored of it: an id that was copied into a made-up text tells nothing and ends nothing. The text is
 * neither kept nor logged, nor repeated in a problem. Thread-safe.
 *
 * @param store whether secrets can be revoked in it
 */
public record LeakedCalls(
        AdministeredClients clients, SecretOwners owners, SecretProof proof, StoreAbilities store, InstantSource clock)
        implements Calls {

    private static final String PATH = "/leaked";

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", PATH, "Find leaked secrets", this::leaked)
                .needing(Ability.LIST)
                .forAuditors());
    }

    private Answer leaked(Call call) {
        LeakedRequest asked = LeakedRequest.of(call.body(RequestBody.JSON, LeakedRequest.MAX_BODY_BYTES));
        if (asked.revoke()) {
            call.caller().requireAdministrator();
        }
        if (asked.revoke() && !store.has(Ability.CHANGE)) {
            return new Problem(ProblemKind.STORE_CANNOT, store.reason(Ability.CHANGE), Optional.of("revoke"))
                    .answer()
                    .with("Allow", "OPTIONS, POST");
        }
        List<Found> proved = proved(asked.found());
        // After all of them are known: a store that is unavailable midway has revoked nothing yet.
        return Answer.json(
                200,
                new Listed(proved.stream()
                        .map(found -> ended(call, found, asked.revoke()))
                        .toList()));
    }

    private List<Found> proved(Set<String> texts) {
        Map<String, ClientId> owning =
                owners.ownersOf(texts.stream().map(LeakedCalls::idOf).toList());
        Map<ClientId, Optional<Client>> read = new HashMap<>();
        List<Found> proved = new ArrayList<>();
        for (String text : texts) {
            Optional.ofNullable(owning.get(idOf(text)))
                    .flatMap(id -> read.computeIfAbsent(id, clients.registry()::find))
                    .flatMap(client -> proved(client, text))
                    .ifPresent(proved::add);
        }
        return proved;
    }

    private Optional<Found> proved(Client client, String text) {
        try (Secret presented = new Secret(text.getBytes(StandardCharsets.US_ASCII))) {
            return client.secrets().stream()
                    .filter(secret -> secret.id().equals(idOf(text)))
                    .filter(secret -> proof.is(client.id(), secret, presented))
                    .findFirst()
                    .map(secret -> new Found(client.id(), secret));
        }
    }

    private static String idOf(String text) {
        return SecretText.id(text.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    }

    private Item ended(Call call, Found found, boolean revoke) {
        Instant now = clock.instant();
        boolean live = found.secret().liveAt(now);
        boolean ends = live && revoke;
        if (ends) {
            clients.withoutLeaked(
                    found.client(),
                    found.secret(),
                    call.change("secret.leaked", ChangeText.of(found.secret()) + ", found in a text"));
        }
        return new Item(
                found.client().value(), found.secret().id(), found.secret().label(), live && !ends, ends);
    }

    /** A secret of the text that is a registered one. */
    private record Found(ClientId client, ClientSecret secret) {}

    /** The answer. */
    public record Listed(List<Item> items) {}

    /**
     * A secret that was found.
     *
     * @param live whether its client can still use it, now that the call is done
     * @param revoked whether this call has revoked it
     */
    @JsonbPropertyOrder({"clientId", "secretId", "label", "live", "revoked"})
    public record Item(String clientId, String secretId, String label, boolean live, boolean revoked) {}
}
