package dev.countersign.admin;

import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns a client's representation, as an administrator sent it, into a profile. Whatever will not do is named. Thread-safe. */
record ClientForm(MethodCatalog catalog) {

    /** How many resources a client may be given. */
    static final int MAX_AUDIENCE = 50;

    /** In characters, of one resource. */
    static final int MAX_AUDIENCE_LENGTH = 500;

    /** The members that a replacement has to say explicitly: what they would be by default is not for us to decide. */
    private static final List<String> EXPLICIT = List.of("access_type", "enabled", "token_endpoint_auth_method");

    /** Where a client's keys may be; never in two places (RFC 7591, section 2). */
    static final List<String> KEY_SOURCES = List.of("jwks", "jwks_uri");

    private static final String SIGNING_ALGORITHM = "token_endpoint_auth_signing_alg";

    /** The id that a new client asks for; empty: any. */
    static Optional<ClientId> id(Members members) {
        return members.text("client_id", Integer.MAX_VALUE).map(parsed("client_id", ClientId::new));
    }

    /** @throws ProblemException when a value will not do, or when a member is unknown */
    ClientProfile created(Members members) {
        ClientProfile profile = profile(members, Optional.empty());
        members.refuseOthers();
        return profile;
    }

    /**
     * @param present how the client is represented now
     * @param current the client as it is: what a method that is no longer installed left behind stays with it
     * @throws ProblemException when a value will not do, a member is unknown, or one that cannot be changed is another
     */
    ClientProfile replaced(Map<String, Object> values, Map<String, Object> present, ClientProfile current) {
        Members members = new Members(values);
        for (String name : EXPLICIT) {
            if (!members.has(name)) {
                throw ProblemException.inField(name, "This has to be there.");
            }
        }
        ClientProfile profile = profile(members, Optional.of(current));
        if (members.any("client_id")
                .filter(id -> !id.equals(present.get("client_id")))
                .isPresent()) {
            throw ProblemException.inField("client_id", "A client keeps its id.");
        }
        for (String name : ClientRepresentation.READ_ONLY) {
            members.any(name).ifPresent(sent -> requireSame(name, sent, present, profile));
        }
        members.refuseOthers();
        return profile;
    }

    /** The sources of keys beside the registered ones that such a client has. */
    static List<String> otherKeySources(ClientProfile profile) {
        return KEY_SOURCES.stream().filter(profile.properties()::containsKey).toList();
    }

    /** The only JWS algorithm that such a client uses (RFC 7591, section 2; OpenID Connect Registration, section 2); empty: any. */
    static Optional<String> signingAlgorithm(ClientProfile profile) {
        return Optional.ofNullable(profile.properties().get(SIGNING_ALGORITHM));
    }

    /** Whoever sends registered keys along with another source of keys has not seen that they will be gone; whoever sends none has. */
    private static void requireSame(String name, Object sent, Map<String, Object> present, ClientProfile profile) {
        Object before = present.getOrDefault(name, JsonNull.NULL);
        List<String> others = otherKeySources(profile);
        if (name.equals("certificates") && !others.isEmpty() && !before.equals(List.of())) {
            if (!sent.equals(List.of())) {
                throw ProblemException.inField(
                        name,
                        "A client has one source of keys: with " + String.join(", ", others)
                                + " the registered ones go; leave them out to say so.");
            }
            return;
        }
        if (!SettledValue.isPart(sent, before)) {
            throw ProblemException.inField(name, "This cannot be changed here.");
        }
    }

    private ClientProfile profile(Members members, Optional<ClientProfile> current) {
        AuthMethod method = members.text("token_endpoint_auth_method", AuthMethod.MAX_LENGTH)
                .map(parsed("token_endpoint_auth_method", AuthMethod::new))
                .orElse(AuthMethod.CLIENT_SECRET_BASIC);
        boolean installed = catalog.find(method).isPresent();
        Optional<ClientProfile> keeper =
                current.filter(profile -> profile.method().equals(method));
        if (!installed && keeper.isEmpty()) {
            throw ProblemException.inField("token_endpoint_auth_method", "There is no such method here.");
        }
        return new ClientProfile(
                members.text("client_name", ClientProfile.MAX_NAME_LENGTH).orElse(""),
                members.text("description", ClientProfile.MAX_DESCRIPTION_LENGTH)
                        .orElse(""),
                members.text("access_type", Integer.MAX_VALUE)
                        .map(ClientForm::accessType)
                        .orElse(AccessType.CONFIDENTIAL),
                members.flag("enabled").orElse(true),
                method,
                members.text("scope", Scopes.MAX_LENGTH)
                        .map(parsed("scope", Scopes::parse))
                        .orElse(Scopes.NONE),
                audience(members),
                members.flag("administrator").orElse(false),
                installed
                        ? properties(members, method)
                        : keeper.map(ClientProfile::properties).orElse(Map.of()));
    }

    private Map<String, String> properties(Members members, AuthMethod method) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (PropertyDescription property : catalog.propertiesOf(method)) {
            Optional<String> value = value(members, property);
            if (value.isEmpty() && property.required()) {
                throw ProblemException.inField(property.name(), "This method needs it.");
            }
            value.ifPresent(text -> properties.put(property.name(), acceptable(property, text)));
        }
        if (properties.keySet().containsAll(KEY_SOURCES)) {
            throw ProblemException.inField(
                    "jwks_uri", "A client has one source of keys: " + String.join(" or ", KEY_SOURCES) + ".");
        }
        return properties;
    }

    private static Optional<String> value(Members members, PropertyDescription property) {
        if (property.type() == PropertyDescription.Type.JSON) {
            return members.object(property.name(), PropertyDescription.MAX_JSON_LENGTH);
        }
        return members.text(property.name(), PropertyDescription.MAX_VALUE_LENGTH)
                .filter(text -> !text.isEmpty());
    }

    private static String acceptable(PropertyDescription property, String value) {
        if (property.type() == PropertyDescription.Type.CHOICE
                && !property.allowedValues().contains(value)) {
            throw ProblemException.inField(
                    property.name(), "This is one of " + String.join(", ", property.allowedValues()) + ".");
        }
        property.problem().apply(value).ifPresent(problem -> {
            throw ProblemException.inField(property.name(), problem);
        });
        return value;
    }

    private static List<String> audience(Members members) {
        List<String> audience =
                members.texts("audience", MAX_AUDIENCE, MAX_AUDIENCE_LENGTH).orElse(List.of());
        if (!audience.stream().allMatch(ClientForm::isResource)) {
            throw ProblemException.inField("audience", "A resource is an absolute URI without a fragment.");
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
                        ProblemException.inField("access_type", "This is one of confidential, public, bearer_only."));
    }

    /** The types of {@code client} throw texts that are safe to show. */
    private static <T> Function<String, T> parsed(String name, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw ProblemException.inField(name, e.getMessage() + ".");
            }
        };
    }
}
