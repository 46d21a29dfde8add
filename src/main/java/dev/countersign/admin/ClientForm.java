package dev.countersign.admin;

import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import dev.countersign.text.JsonNull;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns a client's representation, as an administrator sent it, into a profile. Invalid members are named.
 * Thread-safe.
 */
record ClientForm(MethodCatalog catalog, InstantSource clock) {

    /** Resources of one client's audience. */
    static final int MAX_RESOURCES = 50;

    /** Per resource. */
    static final int MAX_RESOURCE_CHARS = 500;

    /** The members that a replacement has to contain: a default in their place could open or close a client unseen. */
    private static final List<String> EXPLICIT = List.of("access_type", "enabled", "token_endpoint_auth_method");

    /**
     * Sources of a client's keys, never two at once (RFC 7591, section 2). With one of them the registered keys do not
     * count.
     */
    static final List<String> KEY_SOURCES = List.of("jwks", "jwks_uri");

    private static final String SIGNING_ALGORITHM = "token_endpoint_auth_signing_alg";

    /** The id that a new client asks for; empty: any. */
    static Optional<ClientId> id(JsonMembers members) {
        return members.text("client_id", Integer.MAX_VALUE).map(parsed("client_id", ClientId::new));
    }

    /** @throws ProblemException when a value is invalid, or when a member is unknown */
    ClientProfile created(JsonMembers members) {
        ClientProfile profile = profile(members, Optional.empty(), Instant.EPOCH);
        members.refuseOthers();
        return profile;
    }

    /**
     * @param present the client's current representation
     * @param current the client as it is: properties of a method that is no longer installed are kept
     * @throws ProblemException when a value is invalid, a member is unknown, or one that cannot be changed is another
     */
    ClientProfile replaced(Map<String, Object> values, Map<String, Object> present, ClientProfile current) {
        JsonMembers members = new JsonMembers(values);
        for (String name : EXPLICIT) {
            if (!members.has(name)) {
                throw ProblemException.inField(name, "Required.");
            }
        }
        Instant createdAt = Instant.parse(String.valueOf(present.get("created_at")));
        ClientProfile profile = profile(members, Optional.of(current), createdAt);
        if (members.any("client_id")
                .filter(id -> !id.equals(present.get("client_id")))
                .isPresent()) {
            throw ProblemException.inField("client_id", "The id of a client cannot be changed.");
        }
        for (String name : ClientRepresentation.READ_ONLY) {
            members.any(name).ifPresent(sent -> requireSame(name, sent, present));
        }
        members.refuseOthers();
        return profile;
    }

    /** The sources of keys beside the registered ones that such a client has. */
    static List<String> otherKeySources(ClientProfile profile) {
        return KEY_SOURCES.stream().filter(profile.properties()::containsKey).toList();
    }

    /**
     * The only JWS algorithm that such a client uses (RFC 7591, section 2; OpenID Connect Registration, section 2);
     * empty: any.
     */
    static Optional<String> signingAlgorithm(ClientProfile profile) {
        return Optional.ofNullable(profile.properties().get(SIGNING_ALGORITHM));
    }

    private static void requireSame(String name, Object sent, Map<String, Object> present) {
        if (!StateComparison.isPart(sent, present.getOrDefault(name, JsonNull.NULL))) {
            throw ProblemException.inField(
                    name,
                    name.equals("certificates")
                            ? "Read-only: registered keys are kept, whatever else is the source of keys, and removed one by one."
                            : "Read-only: cannot be changed here.");
        }
    }

    private ClientProfile profile(JsonMembers members, Optional<ClientProfile> current, Instant createdAt) {
        AuthMethod method = members.text("token_endpoint_auth_method", AuthMethod.MAX_CHARS)
                .map(parsed("token_endpoint_auth_method", AuthMethod::new))
                .orElse(AuthMethod.CLIENT_SECRET_BASIC);
        boolean installed = catalog.find(method).isPresent();
        Optional<ClientProfile> keeper =
                current.filter(profile -> profile.method().equals(method));
        if (!installed && keeper.isEmpty()) {
            throw ProblemException.inField(
                    "token_endpoint_auth_method", "No authentication method of this name is installed.");
        }
        return new ClientProfile(
                words(members, "client_name", ClientProfile.MAX_NAME_CHARS, current.map(ClientProfile::name)),
                words(
                        members,
                        "description",
                        ClientProfile.MAX_DESCRIPTION_CHARS,
                        current.map(ClientProfile::description)),
                members.text("access_type", Integer.MAX_VALUE)
                        .map(ClientForm::accessType)
                        .orElse(AccessType.CONFIDENTIAL),
                members.flag("enabled").orElse(true),
                method,
                members.text("scope", Scopes.MAX_CHARS)
                        .map(parsed("scope", Scopes::parse))
                        .orElse(Scopes.NONE),
                audience(members),
                members.flag("administrator").orElse(false),
                new TokenRulesForm(clock).rules(members, current.map(ClientProfile::tokens), createdAt),
                AccessRulesForm.rules(members),
                installed
                        ? properties(members, method, keeper.map(ClientProfile::properties))
                        : keeper.map(ClientProfile::properties).orElse(Map.of()));
    }

    /** @param before is kept, even where it would be refused by now: the client can still be disabled */
    private static String words(JsonMembers members, String name, int maxLength, Optional<String> before) {
        String text = members.text(name, maxLength).orElse("");
        return before.filter(text::equals).orElseGet(() -> JsonMembers.requireOrdered(name, text));
    }

    /**
     * @param present what a client of this method has: such values are kept, even where they would be refused by now,
     *     like a CA that is no longer configured. The client can still be disabled
     */
    private Map<String, String> properties(
            JsonMembers members, AuthMethod method, Optional<Map<String, String>> present) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (PropertyDescription property : catalog.propertiesOf(method)) {
            Optional<String> value = value(members, property);
            if (value.isEmpty() && property.required()) {
                throw ProblemException.inField(property.name(), "Required by this method.");
            }
            value.ifPresent(text -> properties.put(
                    property.name(),
                    present.map(values -> values.get(property.name()))
                            .filter(text::equals)
                            .orElseGet(() -> acceptable(property, text))));
        }
        if (present.filter(properties::equals).isEmpty()) {
            requireCombination(properties, method);
        }
        if (properties.keySet().containsAll(KEY_SOURCES)) {
            throw ProblemException.inField(
                    "jwks_uri", "A client has one source of keys: " + String.join(" or ", KEY_SOURCES) + ".");
        }
        return properties;
    }

    /** Blames the last property without which the others would go together, where there is one. */
    private void requireCombination(Map<String, String> properties, AuthMethod method) {
        Optional<MethodDescription> description = catalog.find(method);
        Optional<String> problem =
                description.flatMap(known -> known.combination().apply(properties));
        if (problem.isEmpty()) {
            return;
        }
        Optional<String> blamed = Optional.empty();
        for (String name : properties.keySet()) {
            Map<String, String> others = new LinkedHashMap<>(properties);
            others.remove(name);
            if (description.get().combination().apply(others).isEmpty()) {
                blamed = Optional.of(name);
            }
        }
        throw new ProblemException(new Problem(ProblemKind.INVALID_VALUE, problem.get(), blamed));
    }

    private static Optional<String> value(JsonMembers members, PropertyDescription property) {
        if (property.type() == PropertyDescription.Type.JSON) {
            return members.object(property.name(), PropertyDescription.MAX_JSON_CHARS);
        }
        return members.text(property.name(), PropertyDescription.MAX_VALUE_CHARS)
                .filter(text -> !text.isEmpty());
    }

    private static String acceptable(PropertyDescription property, String value) {
        if (property.type() == PropertyDescription.Type.CHOICE
                && !property.allowedValues().contains(value)) {
            throw ProblemException.inField(
                    property.name(), "Must be one of " + String.join(", ", property.allowedValues()) + ".");
        }
        property.problem().apply(value).ifPresent(problem -> {
            throw ProblemException.inField(property.name(), problem);
        });
        return value;
    }

    private static List<String> audience(JsonMembers members) {
        List<String> audience =
                members.texts("audience", MAX_RESOURCES, MAX_RESOURCE_CHARS).orElse(List.of());
        if (!audience.stream().allMatch(ClientForm::isResource)) {
            throw ProblemException.inField("audience", "A resource must be an absolute URI without a fragment.");
        }
        return audience;
    }

    /** An absolute URI without a fragment (RFC 8707, section 2). */
    private static boolean isResource(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute()
                    && uri.getRawFragment() == null
                    && text.chars().allMatch(c -> c < 0x7F);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static AccessType accessType(String text) {
        return AccessType.ofWireName(text)
                .orElseThrow(() ->
                        ProblemException.inField("access_type", "Must be one of confidential, public, bearer_only."));
    }

    private static <T> Function<String, T> parsed(String name, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw ProblemException.inField(name, e);
            }
        };
    }
}
