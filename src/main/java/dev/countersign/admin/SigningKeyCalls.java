package dev.countersign.admin;

import dev.countersign.token.RefusedKeyChangeException;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKey.State;
import dev.countersign.token.SigningKeys;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls about the keys that sign access tokens: list, make, activate, withdraw. No private key is ever shown.
 * Thread-safe.
 *
 * @param lead how long a key is published before it signs
 */
public record SigningKeyCalls(SigningKeys keys, Duration lead) implements Calls {

    /** Beyond it none is made on request: the key set that everyone fetches stays small. */
    static final int MAX_KEYS = 20;

    @Override
    public List<Route> routes() {
        String key = "/signing-keys/{kid}";
        return List.of(
                new Route("GET", "/signing-keys", "List signing keys", this::list),
                new Route("POST", "/signing-keys", "Make a signing key", this::create),
                new Route("POST", key + "/activate", "Activate a signing key", this::activate),
                new Route("DELETE", key, "Withdraw a signing key", this::withdraw));
    }

    private Answer list(Call call) {
        return Answer.json(
                200, new ShownKeys(keys.all().stream().map(this::shown).toList()));
    }

    private Answer create(Call call) {
        if (keys.all().size() >= MAX_KEYS) {
            throw new ProblemException(
                    ProblemKind.TOO_MANY_KEYS, "There are " + MAX_KEYS + " keys already: withdraw one first.");
        }
        return Answer.json(201, shown(keys.create(call.caller().actor())));
    }

    private Answer activate(Call call) {
        JsonMembers members = new JsonMembers(call.optionalBody(RequestBody.JSON));
        boolean early = members.flag("force").orElse(false);
        members.refuseOthers();
        return Answer.json(
                200,
                shown(told(() ->
                        keys.activate(call.variable("kid"), early, call.caller().actor()))));
    }

    private Answer withdraw(Call call) {
        return told(() -> {
            keys.withdraw(call.variable("kid"), call.caller().actor());
            return Answer.noContent();
        });
    }

    private ShownKey shown(SigningKey key) {
        return new ShownKey(
                key.kid(),
                key.algorithm(),
                key.state().wireName(),
                key.createdAt(),
                key.state() == State.PUBLISHED ? Optional.of(key.createdAt().plus(lead)) : Optional.empty(),
                key.activeSince(),
                key.lastTokenExpiresAt());
    }

    private static <T> T told(Supplier<T> change) {
        try {
            return change.get();
        } catch (RefusedKeyChangeException e) {
            throw switch (e.reason()) {
                case MISSING -> new ProblemException(ProblemKind.NOT_FOUND, "There is no such signing key.");
                case NOT_PUBLISHED ->
                    new ProblemException(
                            ProblemKind.SIGNING_KEY_NOT_PUBLISHED,
                            "Only a key that has not signed yet can be activated: this one is active or retired.");
                case TOO_EARLY ->
                    new ProblemException(
                            ProblemKind.SIGNING_KEY_TOO_EARLY,
                            "Resource servers that have cached the key set would refuse its tokens: wait until ready_at, "
                                    + "or send {\"force\":true}.");
            };
        }
    }

    /** The answer: in the order of their creation. */
    public record ShownKeys(List<ShownKey> items) {}

    /**
     * A signing key, without its private half.
     *
     * @param readyAt when it can be activated without force; empty: it has signed already
     */
    @JsonbPropertyOrder({"kid", "algorithm", "state", "createdAt", "readyAt", "activeSince", "lastTokenExpiresAt"})
    public record ShownKey(
            String kid,
            String algorithm,
            String state,
            Instant createdAt,
            Optional<Instant> readyAt,
            Optional<Instant> activeSince,
            Optional<Instant> lastTokenExpiresAt) {}
}
