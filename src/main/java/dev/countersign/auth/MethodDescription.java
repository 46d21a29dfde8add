package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An authentication method as administrators see it: a line in the list box *Client Authenticator*. Immutable.
 *
 * @param alternatives other methods of the same choice, which may be registered in its place
 * @param label a few words
 * @param help a sentence or two
 * @param properties what a client of this method has beyond what every client has
 * @param usesSecrets whether its clients have secrets that the server issues
 * @param usesKeys whether its clients may have public keys registered, in certificates or bare
 * @param combination the error message for properties, each of them valid, that do not go together; empty: they do
 */
public record MethodDescription(
        AuthMethod method,
        List<AuthMethod> alternatives,
        String label,
        String help,
        List<PropertyDescription> properties,
        boolean usesSecrets,
        boolean usesKeys,
        Function<Map<String, String>, Optional<String>> combination) {

    public MethodDescription {
        alternatives = List.copyOf(alternatives);
        properties = List.copyOf(properties);
    }

    /** A method whose properties are independent of each other. */
    public MethodDescription(
            AuthMethod method,
            List<AuthMethod> alternatives,
            String label,
            String help,
            List<PropertyDescription> properties,
            boolean usesSecrets,
            boolean usesKeys) {
        this(method, alternatives, label, help, properties, usesSecrets, usesKeys, values -> Optional.empty());
    }

    /** A method without registered keys. */
    public MethodDescription(
            AuthMethod method,
            List<AuthMethod> alternatives,
            String label,
            String help,
            List<PropertyDescription> properties,
            boolean usesSecrets) {
        this(method, alternatives, label, help, properties, usesSecrets, false);
    }

    public boolean describes(AuthMethod asked) {
        return method.equals(asked) || alternatives.contains(asked);
    }
}
