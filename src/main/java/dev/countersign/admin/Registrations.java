package dev.countersign.admin;

import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.NewClient;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.PublishedKeySets;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads new clients as an administrator sends them, and shows them when they are registered. Thread-safe. */
public record Registrations(
        MethodCatalog catalog,
        SecretIssuer issuer,
        KeyDescriber describer,
        PublishedKeySets published,
        InstantSource clock) {

    /**
     * A client with its first secret, if its method uses secrets and none is declined.
     *
     * @throws ProblemException when a value is invalid, or a member is unknown
     */
    Registration read(Map<String, Object> values, Call call) {
        JsonMembers members = new JsonMembers(values);
        Optional<ClientId> asked = ClientForm.id(members);
        boolean withoutSecret = asksForNoSecret(members);
        ClientProfile profile = new ClientForm(catalog, clock).created(members);
        advice().requireAllowed(Optional.empty(), profile);
        ClientId id = asked.orElseGet(GeneratedClientId::next);
        if (withoutSecret || !catalog.usesSecrets(profile)) {
            return new Registration(
                    new NewClient(id, profile, List.of(), call.change("client.create", "")), Optional.empty());
        }
        IssuedSecret issued = issuer.issue(
                id, profile.method(), ClientForm.signingAlgorithm(profile), "", Optional.empty(), Optional.empty());
        return new Registration(
                new NewClient(
                        id,
                        profile,
                        List.of(issued.registered()),
                        call.change("client.create", "with " + ChangeText.of(issued.registered()))),
                Optional.of(issued.value()));
    }

    /** Whole sentences about the keys of a registered client. Its key set is fetched. */
    List<String> tried(Client client) {
        return advice().about(client);
    }

    /** The same, where nothing is fetched. */
    List<String> untried(Client client) {
        return advice().untried(client);
    }

    /**
     * The representation of the registered client, with its secret: in this one answer only.
     *
     * @param advice on its keys
     */
    Map<String, Object> answer(Registration asked, Client client, List<String> advice, Call call) {
        List<String> warnings = new ArrayList<>(advice);
        warnings.addAll(new ProfileAdvice(catalog).about(client.profile(), Optional.empty()));
        Map<String, Object> more = new LinkedHashMap<>();
        asked.secret()
                .ifPresent(secret -> more.put("client_secret", new String(secret.bytes(), StandardCharsets.UTF_8)));
        if (!warnings.isEmpty()) {
            more.put("warnings", warnings);
        }
        return MergePatch.apply(new ClientRepresentation(catalog, describer).of(client, call.path(client)), more);
    }

    /** An empty array: the client gets its first secret later. Others are never sent here. */
    private static boolean asksForNoSecret(JsonMembers members) {
        Optional<Object> secrets = members.any("secrets");
        if (secrets.isPresent() && !secrets.get().equals(List.of())) {
            throw ProblemException.inField("secrets", "An empty array: no secret is made. Left out: one is made.");
        }
        return secrets.isPresent();
    }

    private KeySourceAdvice advice() {
        return new KeySourceAdvice(catalog, published);
    }
}
