package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.auth.SecretIssuer.IssuedSecret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.RejectedChangeException;
import dev.countersign.client.RejectedChangeException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The calls about clients as such: list, register, read, change, remove. Thread-safe. */
record ClientCalls(AdminDesk desk) {

    /** In characters, of a search. */
    static final int MAX_SEARCH_LENGTH = ClientProfile.MAX_NAME_LENGTH;

    /** How often a change that names no version is tried against others that come in between. */
    private static final int MAX_TRIES = 10;

    Answer list(Call call) {
        String search = call.query().get("search").orElse("");
        if (search.length() > MAX_SEARCH_LENGTH || search.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.inField(
                    "search",
                    "This has at most " + MAX_SEARCH_LENGTH + " characters, none of them a control character.");
        }
        int limit = PageLimit.of(call.query());
        Optional<String> after = call.query().get("after");
        return PageLimit.answer(() -> desk.registry().page(search, after, limit), representation(call)::line);
    }

    Answer create(Call call) {
        Members members = new Members(call.body(RequestBody.JSON));
        Optional<ClientId> asked = ClientForm.id(members);
        ClientProfile profile = desk.form().created(members);
        checkGrant(call.caller(), Optional.empty(), profile);
        ClientId id = asked.orElseGet(GeneratedClientId::next);
        if (!desk.catalog().usesSecrets(profile)) {
            return created(
                    call, desk.registry().create(id, profile, List.of(), call.change("client.create", "")), Map.of());
        }
        IssuedSecret issued = desk.issuer().issue(id, profile.method(), "", Optional.empty(), Optional.empty());
        try (Secret value = issued.value()) {
            Client client = desk.registry()
                    .create(
                            id,
                            profile,
                            List.of(issued.registered()),
                            call.change(
                                    "client.create",
                                    "with secret " + issued.registered().id()));
            return created(call, client, Map.of("client_secret", new String(value.bytes(), StandardCharsets.UTF_8)));
        }
    }

    Answer read(Call call) {
        Client client = existing(call.client());
        call.precondition().check(client);
        return representation(call).answer(200, client);
    }

    Answer replace(Call call) {
        Map<String, Object> body = call.body(RequestBody.JSON);
        return change(call, present -> body);
    }

    Answer patch(Call call) {
        Map<String, Object> patch = call.body(RequestBody.MERGE_PATCH);
        return change(call, present -> MergePatch.apply(withoutStrangers(present, patch), patch));
    }

    Answer delete(Call call) {
        Precondition condition = call.precondition().required();
        Client present = existing(call.client());
        condition.check(present);
        OptionalLong version = condition.any() ? OptionalLong.empty() : OptionalLong.of(present.version());
        desk.registry().delete(present.id(), version, call.change("client.delete", ""));
        return Answer.noContent();
    }

    /** @param wanted from the present representation to the one that shall be */
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

    /** Always of the very version that was looked at, so that the audit trail tells the truth about what changed. */
    private Answer changeOnce(
            Call call, Precondition condition, Function<Map<String, Object>, Map<String, Object>> wanted) {
        Client present = existing(call.client());
        condition.check(present);
        ClientRepresentation representation = representation(call);
        Map<String, Object> before = representation.of(present);
        ClientProfile profile = desk.form().replaced(wanted.apply(before), before, present.profile());
        checkGrant(call.caller(), Optional.of(present.profile()), profile);
        Client wished = withFittingKeys(withFittingSecrets(present, profile));
        String changed = differences(before, representation.of(wished));
        Client client = desk.registry()
                .update(
                        present.id(),
                        OptionalLong.of(present.version()),
                        current -> withFittingKeys(withFittingSecrets(current, profile)),
                        call.change("client.update", changed + goneKeys(present, wished)));
        Map<String, Object> warnings =
                goneKeys(present, wished).isEmpty() ? Map.of() : Map.of("warnings", List.of(warning(present, profile)));
        return representation.answer(200, client, MergePatch.apply(representation.of(client), warnings));
    }

    /** A client has one source of keys: another one that is set clears the registered ones. */
    private static Client withFittingKeys(Client client) {
        return ClientForm.otherKeySources(client.profile()).isEmpty() ? client : client.withCertificates(List.of());
    }

    private static String goneKeys(Client before, Client after) {
        boolean gone = !before.certificates().isEmpty() && after.certificates().isEmpty();
        return gone
                ? "; without certificate "
                        + before.certificates().stream()
                                .map(ClientCertificate::id)
                                .collect(Collectors.joining(", "))
                : "";
    }

    private static String warning(Client before, ClientProfile after) {
        return "The client has one source of keys, now its "
                + String.join(", ", ClientForm.otherKeySources(after)) + ": the keys that were registered ("
                + before.certificates().size() + ") are gone, and do not work any longer.";
    }

    /** A secret that is kept as a hash is no key, and one that is kept as a key is no hash: of another form than the method needs, it goes. */
    private static Client withFittingSecrets(Client current, ClientProfile profile) {
        boolean fits = keepsKeys(current.profile()) == keepsKeys(profile);
        return fits ? current.with(profile) : current.with(profile).with(List.of());
    }

    private static boolean keepsKeys(ClientProfile profile) {
        return profile.method().equals(AuthMethod.CLIENT_SECRET_JWT);
    }

    /** Only a person makes an administrator; and whoever was switched off is not switched on again by an accomplice. */
    private static void checkGrant(Caller caller, Optional<ClientProfile> before, ClientProfile after) {
        boolean wasAdministrator = before.filter(ClientProfile::administrator).isPresent();
        boolean couldAdminister = before.filter(ClientProfile::canAdminister).isPresent();
        boolean grants = (after.administrator() && !wasAdministrator) || (after.canAdminister() && !couldAdminister);
        if (grants && !caller.isPerson()) {
            throw new ProblemException(new Problem(
                    ProblemKind.FORBIDDEN, "Only a person can make an administrator.", Optional.of("administrator")));
        }
    }

    /** What the patch's method knows nothing of goes with the method that it belonged to, and a source of keys that the patch replaces by another. */
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
            kept.remove("certificates");
        }
        return kept;
    }

    private static String differences(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(after.get(name))));
        return String.join(", ", names);
    }

    private Answer created(Call call, Client client, Map<String, Object> secret) {
        ClientRepresentation representation = representation(call);
        return representation
                .answer(201, client, MergePatch.apply(representation.of(client), secret))
                .with("Location", representation.path(client));
    }

    private ClientRepresentation representation(Call call) {
        return call.representation(desk);
    }

    private Client existing(ClientId id) {
        return desk.registry().find(id).orElseThrow(ProblemException::noSuchClient);
    }
}
