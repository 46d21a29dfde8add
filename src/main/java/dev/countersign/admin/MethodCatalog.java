package dev.countersign.admin;

import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientProfile;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The installed authentication methods: the options of the list box *Client Authenticator*. Immutable. */
public record MethodCatalog(List<MethodDescription> methods) {

    /** @throws IllegalArgumentException when a property of a method has the name of a member that every client has */
    public MethodCatalog {
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

    /** Empty also for a method that is no longer installed: its properties are kept, but their types are unknown. */
    List<PropertyDescription> propertiesOf(AuthMethod method) {
        return find(method).map(MethodDescription::properties).orElse(List.of());
    }

    /** Whether such a client uses secrets. */
    boolean usesSecrets(ClientProfile profile) {
        return profile.accessType() == AccessType.CONFIDENTIAL
                && find(profile.method()).filter(MethodDescription::usesSecrets).isPresent();
    }

    /** Whether such a client uses registered keys. */
    boolean usesKeys(ClientProfile profile) {
        return profile.accessType() == AccessType.CONFIDENTIAL
                && find(profile.method()).filter(MethodDescription::usesKeys).isPresent();
    }

    /** Whether the keys that are registered one by one count for such a client, and no other source before them. */
    boolean usesRegisteredKeys(ClientProfile profile) {
        return usesKeys(profile) && ClientForm.otherKeySources(profile).isEmpty();
    }

    Answer answer() {
        return Answer.json(
                200, new Listed(methods.stream().map(MethodCatalog::shown).toList()));
    }

    private static ShownMethod shown(MethodDescription method) {
        return new ShownMethod(
                method.method().name(),
                method.alternatives().stream().map(AuthMethod::name).toList(),
                method.label(),
                method.help(),
                method.usesSecrets(),
                method.usesKeys(),
                method.properties().stream().map(MethodCatalog::shown).toList());
    }

    private static ShownProperty shown(PropertyDescription property) {
        return new ShownProperty(
                property.name(),
                property.type().name().toLowerCase(Locale.ROOT),
                property.allowedValues(),
                labels(property),
                property.required(),
                property.help());
    }

    private static Optional<List<String>> labels(PropertyDescription property) {
        return property.labels().isEmpty()
                ? Optional.empty()
                : Optional.of(property.allowedValues().stream()
                        .map(value -> property.labels().getOrDefault(value, value))
                        .toList());
    }

    /** The answer. */
    public record Listed(List<ShownMethod> items) {}

    /** An option of the list box. */
    @JsonbPropertyOrder({"method", "alternatives", "label", "help", "usesSecrets", "usesKeys", "properties"})
    public record ShownMethod(
            String method,
            List<String> alternatives,
            String label,
            String help,
            boolean usesSecrets,
            boolean usesKeys,
            List<ShownProperty> properties) {}

    /**
     * A property of a method: a field of the console's form.
     *
     * @param labels of the allowed values, in their order; empty: they say themselves what they are
     */
    @JsonbPropertyOrder({"name", "type", "allowedValues", "labels", "required", "help"})
    public record ShownProperty(
            String name,
            String type,
            List<String> allowedValues,
            Optional<List<String>> labels,
            boolean required,
            String help) {}
}
