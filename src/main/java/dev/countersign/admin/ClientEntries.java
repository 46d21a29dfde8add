package dev.countersign.admin;

import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.manage.ClientEntryFormat;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyImporter;
import dev.countersign.manage.UnacceptableEntryException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Clients in a file: the representation that administrators know, with the hashes of the secrets, and with public keys
 * in PEM. Thread-safe.
 *
 * @param importer reads the public keys
 * @param hashProblem why a text cannot be what is stored of a secret of this client; empty: it can
 */
public record ClientEntries(
        MethodCatalog catalog,
        KeyImporter importer,
        KeyDescriber describer,
        BiFunction<ClientProfile, String, Optional<String>> hashProblem,
        InstantSource clock)
        implements ClientEntryFormat {

    /** More than any hash or encrypted secret has. */
    private static final int MAX_HASH_CHARS = 4000;

    private static final int MAX_ID_CHARS = 100;
    private static final int MAX_INSTANT_CHARS = 40;
    private static final int MAX_ALGORITHM_CHARS = 20;
    private static final int ID_BYTES = 12;
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Written for each client in front of what its method takes. */
    private static final Set<String> NOT_WRITTEN = Set.of("secrets", "certificates", "links");

    @Override
    public Client read(Map<String, Object> values) throws UnacceptableEntryException {
        List<Object> place = new ArrayList<>();
        try {
            return client(new JsonMembers(values), place);
        } catch (ProblemException e) {
            e.problem().field().ifPresent(place::add);
            throw new UnacceptableEntryException(place, about(place, e.problem().detail()));
        }
    }

    @Override
    public Map<String, Object> write(Client client) {
        Map<String, Object> shown = new ClientRepresentation(catalog, describer).line(client, "");
        Map<String, Object> members = new LinkedHashMap<>(shown);
        members.keySet().removeAll(NOT_WRITTEN);
        List<Object> secrets =
                client.secrets().stream().map(ClientEntries::secret).toList();
        if (!secrets.isEmpty()) {
            members.put("secrets", secrets);
        }
        List<Object> certificates =
                client.certificates().stream().map(ClientEntries::certificate).toList();
        if (!certificates.isEmpty()) {
            members.put("certificates", certificates);
        }
        return members;
    }

    private static String about(List<Object> place, String detail) {
        StringBuilder name = new StringBuilder();
        for (Object step : place) {
            if (step instanceof String text) {
                name.append(name.length() == 0 ? "" : ".").append(text);
            } else {
                name.append('[').append(step).append(']');
            }
        }
        return place.isEmpty() ? detail : name + ": " + detail;
    }

    /** @param place where a problem is, before the member that the problem names */
    private Client client(JsonMembers members, List<Object> place) {
        ClientId id = ClientForm.id(members).orElseThrow(() -> ProblemException.inField("client_id", "Required."));
        List<?> secrets = items(members, "secrets", Client.MAX_SECRETS);
        List<?> certificates = items(members, "certificates", Client.MAX_CERTIFICATES);
        long version = members.number("version").orElse(1L);
        if (version < 1) {
            throw ProblemException.inField("version", "Must be 1 or more.");
        }
        Instant createdAt = instant(members, "created_at").orElse(Instant.EPOCH);
        Instant updatedAt = instant(members, "updated_at").orElse(createdAt);
        ClientProfile profile = new ClientForm(catalog, clock).created(members);
        return new Client(
                id,
                profile,
                secrets(secrets, profile, createdAt, place),
                certificates(certificates, id, createdAt, place),
                version,
                createdAt,
                updatedAt);
    }

    private List<ClientSecret> secrets(
            List<?> items, ClientProfile profile, Instant clientCreatedAt, List<Object> place) {
        List<ClientSecret> secrets = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            enter(place, "secrets", i);
            JsonMembers members = object(items.get(i));
            String id = id(members).orElseThrow(() -> ProblemException.inField("id", "Required."));
            if (!ids.add(id)) {
                throw ProblemException.inField("id", "There is another one of this id.");
            }
            String hash = members.text("hash", MAX_HASH_CHARS)
                    .orElseThrow(() -> ProblemException.inField("hash", "Required."));
            hashProblem.apply(profile, hash).ifPresent(problem -> {
                throw ProblemException.inField("hash", problem);
            });
            String label = members.text("label", ClientSecret.MAX_LABEL_CHARS).orElse("");
            Optional<Instant> expiresAt = instant(members, "expires_at");
            Instant createdAt = instant(members, "created_at").orElse(clientCreatedAt);
            members.refuseOthers();
            secrets.add(new ClientSecret(
                    id,
                    JsonMembers.requireOrdered("label", label),
                    new SecretHash(hash),
                    createdAt,
                    expiresAt,
                    Optional.empty()));
            place.clear();
        }
        return secrets;
    }

    private List<ClientCertificate> certificates(
            List<?> items, ClientId client, Instant clientCreatedAt, List<Object> place) {
        List<ClientCertificate> certificates = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            enter(place, "certificates", i);
            JsonMembers members = object(items.get(i));
            ClientCertificate key = new KeyPem(importer).read(members);
            String id = id(members).orElseGet(() -> derivedId(client, key));
            if (!ids.add(id)) {
                throw ProblemException.inField("pem", "There is another one of this id, or the same key.");
            }
            Optional<String> kid = members.text("kid", ClientCertificate.MAX_ALIAS_CHARS);
            String alias =
                    members.text("alias", ClientCertificate.MAX_ALIAS_CHARS).orElse("");
            Optional<String> algorithm = members.text("algorithm", MAX_ALGORITHM_CHARS);
            Instant createdAt = instant(members, "created_at").orElse(clientCreatedAt);
            Optional<Instant> end = instant(members, "expires_at");
            members.refuseOthers();
            ClientCertificate registered = new ClientCertificate(
                    id,
                    kid.orElse(key.kid()),
                    JsonMembers.requireOrdered("alias", alias),
                    key.kind(),
                    key.der(),
                    algorithm,
                    createdAt,
                    key.notAfter(),
                    Optional.empty());
            certificates.add(end.map(registered::endingBy).orElse(registered));
            place.clear();
        }
        return certificates;
    }

    private static void enter(List<Object> place, String list, int item) {
        place.clear();
        place.add(list);
        place.add(item);
    }

    private static List<?> items(JsonMembers members, String name, int most) {
        Object value = members.any(name).orElse(List.of());
        if (!(value instanceof List<?> items) || items.size() > most) {
            throw ProblemException.inField(name, "Must be an array of at most " + most + " objects.");
        }
        return items;
    }

    @SuppressWarnings("unchecked") // The parser's maps have texts for keys.
    private static JsonMembers object(Object value) {
        if (value instanceof Map<?, ?> members) {
            return new JsonMembers((Map<String, Object>) members);
        }
        throw new ProblemException(ProblemKind.INVALID_VALUE, "Must be an object.");
    }

    private static Optional<String> id(JsonMembers members) {
        Optional<String> id = members.text("id", MAX_ID_CHARS);
        if (id.isPresent() && !id.get().matches("[A-Za-z0-9_-]+")) {
            throw ProblemException.inField("id", "Must be of A-Z a-z 0-9 - _ only.");
        }
        return id;
    }

    static Optional<Instant> instant(JsonMembers members, String name) {
        return members.textOrNull(name, MAX_INSTANT_CHARS).map(text -> {
            try {
                Instant instant = Instant.parse(text);
                if (!instant.isBefore(Instant.EPOCH) && instant.isBefore(END)) {
                    return instant;
                }
            } catch (DateTimeParseException e) {
                // Refused below, as is a time that cannot be stored.
            }
            throw ProblemException.inField(
                    name, "Must be an instant since 1970 in ISO 8601, such as 2026-03-01T10:00:00Z.");
        });
    }

    /** The same each time that the file is read, and another one for each client. */
    private static String derivedId(ClientId client, ClientCertificate key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(client.value().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] hash = digest.digest(key.der().getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Object secret(ClientSecret secret) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", secret.id());
        if (!secret.label().isEmpty()) {
            members.put("label", secret.label());
        }
        members.put("hash", secret.hash().text());
        members.put("created_at", secret.createdAt().toString());
        secret.expiresAt().ifPresent(end -> members.put("expires_at", end.toString()));
        return members;
    }

    private static Object certificate(ClientCertificate key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", key.id());
        members.put("kid", key.kid());
        if (!key.alias().isEmpty()) {
            members.put("alias", key.alias());
        }
        key.algorithm().ifPresent(algorithm -> members.put("algorithm", algorithm));
        members.put(KeyPem.MEMBER, KeyPem.write(key));
        members.put("created_at", key.createdAt().toString());
        key.expiresAt().ifPresent(end -> members.put("expires_at", end.toString()));
        return members;
    }
}
