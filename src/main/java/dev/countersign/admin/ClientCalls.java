package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientRegistry;
import dev.countersign.client.NewClient;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyImporter;
import dev.countersign.manage.PublishedKeySets;
import dev.countersign.text.JsonNull;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The calls about clients as such: list, register, read, change, remove. Thread-safe. */
public record ClientCalls(
        AdministeredClients clients,
        Registrations registrations,
        MethodCatalog catalog,
        KeyDescriber describer,
        PublishedKeySets published,
        KeyImporter importer,
        InstantSource clock)
        implements Calls {

    /** In characters, of a search. */
    static final int MAX_SEARCH_CHARS = ClientProfile.MAX_NAME_CHARS;

    /** Attempts of a change without an expected version, when concurrent changes come in between. */
    private static final int MAX_TRIES = 10;

    @Override
    public List<Route> routes() {
        String client = "/clients/{client}";
        return List.of(
                new Route("GET", "/authenticators", "The list box Client Authenticator", call -> catalog.answer()),
                new Route("GET", "/clients", Set.of("search", "after", "limit", "keys"), "List clients", this::list)
                        .needing(Ability.LIST),
                new Route("POST", "/clients", "Register a client", this::create).needing(Ability.CHANGE),
                new Route("GET", client, Set.of("keys"), "Read a client", this::read),
                new Route("PUT", client, "Replace a client", this::replace).needing(Ability.CHANGE),
                new Route("PATCH", client, "Change a client", this::patch).needing(Ability.CHANGE),
                new Route("DELETE", client, "Remove a client", this::delete).needing(Ability.CHANGE));
    }

    private Answer list(Call call) {
        String search = call.query().get("search").orElse("");
        if (search.length() > MAX_SEARCH_CHARS || search.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.inField(
                    "search",
                    "Must have at most " + MAX_SEARCH_CHARS + " characters, none of them a control character.");
        }
        boolean withKeys = asksForKeys(call);
        int limit = PageLimit.of(call.query());
        Optional<String> after = call.query().get("after");
        ClientRegistry registry = clients.by(call.caller());
        // Counted once a list: of a search, the index has words and not clients.
        Optional<Long> total = search.isEmpty() && after.isEmpty() ? Optional.of(registry.count()) : Optional.empty();
        return PageLimit.answer(
                () -> registry.page(search, after, limit),
                client -> withKeys
                        ? representation().lineWithKeys(client, call.path(client))
                        : representation().line(client, call.path(client)),
                total);
    }

    private Answer create(Call call) {
        try (Registration asked = registrations.read(call.body(RequestBody.JSON), call)) {
            NewClient wanted = asked.wanted();
            Client client =
                    clients.by(call.caller()).create(wanted.id(), wanted.profile(), wanted.secrets(), wanted.change());
            return ClientRepresentation.answer(
                            201, client, registrations.answer(asked, client, registrations.tried(client), call))
                    .with("Location", call.path(client));
        }
    }

    private Answer read(Call call) {
        Client client = clients.expected(call);
        return ClientRepresentation.answer(
                200,
                client,
                asksForKeys(call) ? representation().lineWithKeys(client, call.path(client)) : shown(call, client));
    }

    private static boolean asksForKeys(Call call) {
        Optional<String> keys = call.query().get("keys");
        if (keys.filter(form -> !form.equals(KeyPem.MEMBER)).isPresent()) {
            throw ProblemException.inField("keys", "Must be pem, or left out.");
        }
        return keys.isPresent();
    }

    private Answer replace(Call call) {
        Map<String, Object> body = call.body(RequestBody.JSON);
        return change(call, present -> withRestrictions(present, body));
    }

    private Answer patch(Call call) {
        Map<String, Object> patch = call.body(RequestBody.MERGE_PATCH);
        return change(call, present -> MergePatch.apply(withoutStrangers(present, patch), patch));
    }

    /**
     * A replacement that does not name them must not bring tokens back to life that were ended, nor open a client to
     * all addresses.
     */
    private static Map<String, Object> withRestrictions(Map<String, Object> present, Map<String, Object> body) {
        Map<String, Object> wanted = new LinkedHashMap<>(body);
        for (String name : List.of(TokenRulesForm.NOT_BEFORE, AccessRulesForm.ALLOWED_SOURCES)) {
            Optional.ofNullable(present.get(name)).ifPresent(value -> wanted.putIfAbsent(name, value));
        }
        return wanted;
    }

    private Answer delete(Call call) {
        Precondition condition = call.precondition().required();
        Client present = clients.existing(call);
        condition.check(present);
        OptionalLong version = condition.any() ? OptionalLong.empty() : OptionalLong.of(present.version());
        clients.by(call.caller()).delete(present.id(), version, call.change("client.delete", ""));
        return Answer.noContent();
    }

    /** @param wanted makes the wanted representation of the present one */
    private Answer change(Call call, Function<Map<String, Object>, Map<String, Object>> wanted) {
        Precondition condition = call.precondition().required();
        for (int tries = 1; ; tries++) {
            try {
                return changeOnce(call, condition, wanted);
            } catch (RejectedChangeException e) {
                boolean again = e.reason() == Reason.STALE && condition.any() && tries < MAX_TRIES;
                if (!again) {
                    throw e;
                }
            }
        }
    }

    /** Always applied to the version that was compared, so that the audit trail names what was really changed. */
    private Answer changeOnce(
            Call call, Precondition condition, Function<Map<String, Object>, Map<String, Object>> wanted) {
        Client present = clients.existing(call);
        condition.check(present);
        Map<String, Object> before = shown(call, present);
        Map<String, Object> values = wanted.apply(before);
        boolean declaresKeys = DeclaredKeys.in(values);
        ClientProfile profile =
                form().replaced(declaresKeys ? DeclaredKeys.without(values) : values, before, present.profile());
        advice().requireAllowed(Optional.of(present.profile()), profile);
        List<ClientCertificate> keys = declaresKeys
                ? new DeclaredKeys(catalog, importer).of(values, profile, present.certificates())
                : present.certificates();
        Client wished = withFittingSecrets(present, profile).withCertificates(keys);
        String changed = ChangeText.differences(before, shown(call, wished))
                + advice().detail(present, wished)
                + DeclaredKeys.detail(present.certificates(), keys);
        Client client = clients.by(call.caller())
                .update(
                        present.id(),
                        OptionalLong.of(present.version()),
                        // The version is that of the present one, and so are its keys.
                        current -> withFittingSecrets(current, profile).withCertificates(keys),
                        call.change("client.update", changed));
        List<String> warnings = new ArrayList<>(advice().about(present, client));
        warnings.addAll(new ProfileAdvice(catalog).about(profile, Optional.of(present)));
        return ClientRepresentation.answer(200, client, MergePatch.apply(shown(call, client), members(warnings)));
    }

    /**
     * Removes secrets that are kept in another form than the method needs: a hash cannot serve as an HMAC key, nor an
     * encrypted key as a hash.
     */
    private static Client withFittingSecrets(Client current, ClientProfile profile) {
        boolean fits = keepsKeys(current.profile()) == keepsKeys(profile);
        return fits ? current.with(profile) : current.with(profile).with(List.of());
    }

    private static boolean keepsKeys(ClientProfile profile) {
        return profile.method().equals(AuthMethod.CLIENT_SECRET_JWT);
    }

    /**
     * Removes properties that belong to the method before and are unknown to the patch's method, and a source of keys
     * that the patch replaces by another. Registered keys are kept.
     */
    private static Map<String, Object> withoutStrangers(Map<String, Object> present, Map<String, Object> patch) {
        Map<String, Object> kept = MergePatch.apply(present, Map.of());
        String method = "token_endpoint_auth_method";
        if (patch.containsKey(method) && !patch.get(method).equals(present.get(method))) {
            kept.keySet().retainAll(ClientRepresentation.MEMBERS);
        }
        boolean namesKeys = ClientForm.KEY_SOURCES.stream()
                .anyMatch(source -> patch.containsKey(source) && patch.get(source) != JsonNull.NULL);
        if (namesKeys) {
            ClientForm.KEY_SOURCES.forEach(kept::remove);
        }
        return kept;
    }

    private static Map<String, Object> members(List<String> warnings) {
        return warnings.isEmpty() ? Map.of() : Map.of("warnings", warnings);
    }

    private Map<String, Object> shown(Call call, Client client) {
        return representation().of(client, call.path(client));
    }

    private ClientRepresentation representation() {
        return new ClientRepresentation(catalog, describer);
    }

    private KeySourceAdvice advice() {
        return new KeySourceAdvice(catalog, published);
    }

    private ClientForm form() {
        return new ClientForm(catalog, clock);
    }
}
