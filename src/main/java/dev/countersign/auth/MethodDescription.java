package dev.countersign.auth;

import dev.countersign.client.AuthMethod;
import java.util.List;

/**
 * An authentication method as administrators see it: a line in the list box *Client Authenticator*. Immutable.
 *
 * @param alternatives other methods that stand for the same choice and may be registered in its place
 * @param label a few words
 * @param help a sentence or two
 * @param properties what a client of this method has beyond what every client has
 * @param usesSecrets whether its clients have secrets that we make
 */
public record MethodDescription(
        AuthMethod method,
        List<AuthMethod> alternatives,
        String label,
        String help,
        List<PropertyDescription> properties,
        boolean usesSecrets) {

    public MethodDescription {
        alternatives = List.copyOf(alternatives);
        properties = List.copyOf(properties);
    }

    public boolean describes(AuthMethod asked) {
        return method.equals(asked) || alternatives.contains(asked);
    }
}
