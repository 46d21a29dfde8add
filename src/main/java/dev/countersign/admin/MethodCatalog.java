package dev.countersign.admin;

import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The authentication methods that are installed: the list box *Client Authenticator*. Immutable. */
record MethodCatalog(List<MethodDescription> methods) {

    /** @throws IllegalArgumentException when a property of a method has the name of a member that every client has */
    MethodCatalog {
        methods = List.copyOf(methods);
        for (MethodDescription method : methods) {
            for (PropertyDescription property : method.properties()) {
                if (ClientRepresentation.MEMBERS.contains(property.name())) {
                    throw new IllegalArgumentException(
                            "the property " + property.name() + " of " + method.method() + " has a name that is taken");
                }
            }
        }
    }

    Optional<MethodDescription> find(AuthMethod asked) {
        return methods.stream().filter(method -> method.describes(asked)).findFirst();
    }

    /** Empty also for a method that is no longer installed: its properties are kept, but nobody can tell what they mean. */
    List<PropertyDescription> propertiesOf(AuthMethod method) {
        return find(method).map(MethodDescription::properties).orElse(List.of());
    }

    /** Whether such a client has a use for secrets. */
    boolean usesSecrets(ClientProfile profile) {
        return profile.accessType() == AccessType.CONFIDENTIAL
                && find(profile.method()).filter(MethodDescription::usesSecrets).isPresent();
    }

    /** Whether such a client has a use for registered keys. */
    boolean usesKeys(ClientProfile profile) {
        return profile.accessType() == AccessType.CONFIDENTIAL
                && find(profile.method()).filter(MethodDescription::usesKeys).isPresent();
    }

    Answer answer() {
        List<Object> items = new ArrayList<>();
        methods.forEach(method -> items.add(line(method)));
        return Answer.json(200, Map.of("items", items));
    }

    private static Map<String, Object> line(MethodDescription method) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", method.method().name());
        members.put(
                "alternatives",
                method.alternatives().stream().map(AuthMethod::name).toList());
        members.put("label", method.label());
        members.put("help", method.help());
        members.put("uses_secrets", method.usesSecrets());
        members.put("uses_keys", method.usesKeys());
        members.put(
                "properties",
                method.properties().stream().map(MethodCatalog::field).toList());
        return members;
    }

    private static Map<String, Object> field(PropertyDescription property) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", property.name());
        members.put("type", property.type().name().toLowerCase(Locale.ROOT));
        members.put("allowed_values", property.allowedValues());
        members.put("required", property.required());
        members.put("help", property.help());
        return members;
    }
}
