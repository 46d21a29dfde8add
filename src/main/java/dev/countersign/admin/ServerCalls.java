package dev.countersign.admin;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The calls about the server itself and about the caller. Asks the store for its health only, so that a person learns
 * that it is away. Thread-safe.
 */
public record ServerCalls(ServerFacts facts, InstantSource clock) implements Calls {

    private static final byte[] OPENAPI = resource("openapi.json");
    private static final byte[] CLIENTS_SCHEMA = resource("clients.schema.json");

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", "/server", "Server information", this::read),
                new Route("GET", "/whoami", "The caller's identity", this::whoAmI),
                new Route("GET", "/openapi.json", "This description", call -> Answer.ofJsonText(OPENAPI)),
                new Route(
                        "GET",
                        "/clients.schema.json",
                        "The schema of a file with clients",
                        call -> Answer.ofJsonText(CLIENTS_SCHEMA)));
    }

    private Answer read(Call call) {
        return Answer.json(
                200,
                new Server(
                        facts.issuer().toString(),
                        facts.verify(),
                        facts.token(),
                        facts.version(),
                        facts.startedAt(),
                        clock.instant(),
                        health(facts.health().results()),
                        facts.audiencePolicy().name().toLowerCase(Locale.ROOT),
                        facts.algorithms(),
                        facts.expiredCertificates() ? "accept" : "refuse",
                        facts.secrets().lifetime().map(DurationText::of),
                        facts.secrets().maxLifetime().map(DurationText::of),
                        facts.secrets().chosen(),
                        DurationText.of(facts.maxCertificateValidity()),
                        facts.uploadMaxBytes(),
                        DurationText.of(facts.keyCacheTtl()),
                        facts.replayGuard(),
                        Store.of(facts.store()),
                        facts.settings()));
    }

    private Answer whoAmI(Call call) {
        Caller caller = call.caller();
        return Answer.json(
                200,
                new WhoAmI(
                        caller.name(),
                        caller.isPerson() ? "person" : "client",
                        caller.role().text()));
    }

    private static Map<String, String> health(Map<String, Boolean> usable) {
        Map<String, String> members = new TreeMap<>();
        usable.forEach((name, up) -> members.put(name, up ? "up" : "down"));
        return members;
    }

    private static byte[] resource(String name) {
        try (InputStream stream = ServerCalls.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name under which this server knows the caller, and what the caller may do. */
    @JsonbPropertyOrder({"name", "kind", "role"})
    public record WhoAmI(String name, String kind, String role) {}

    /** The JSON representation of {@link StoreAbilities}. */
    @JsonbPropertyOrder({"kind", "lists", "changes", "remedy"})
    public record Store(String kind, boolean lists, boolean changes, Optional<String> remedy) {

        private static Store of(StoreAbilities store) {
            return new Store(
                    store.kind(),
                    store.lists(),
                    store.changes(),
                    Optional.of(store.remedy()).filter(text -> !text.isEmpty()));
        }
    }

    /** The JSON representation of {@link ServerFacts}. */
    @JsonbPropertyOrder({
        "issuer",
        "verify",
        "token",
        "version",
        "startedAt",
        "time",
        "health",
        "audiencePolicy",
        "algorithms",
        "expiredCertificates",
        "secretLifetime",
        "maxSecretLifetime",
        "chosenSecrets",
        "maxCertificateValidity",
        "uploadMaxBytes",
        "keyCacheTtl",
        "replayGuard",
        "store",
        "settings"
    })
    public record Server(
            String issuer,
            String verify,
            String token,
            Optional<String> version,
            Instant startedAt,
            Instant time,
            Map<String, String> health,
            String audiencePolicy,
            List<String> algorithms,
            String expiredCertificates,
            Optional<String> secretLifetime,
            Optional<String> maxSecretLifetime,
            boolean chosenSecrets,
            String maxCertificateValidity,
            int uploadMaxBytes,
            String keyCacheTtl,
            String replayGuard,
            Store store,
            List<GivenSetting> settings) {}
}
