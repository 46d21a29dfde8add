package dev.countersign.http;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.Scopes;
import java.security.Principal;

/**
 * The client of a granted request, as the protected application sees it. Holds no credential. Immutable.
 *
 * @param method the method that the client used
 * @param displayName the client's name for people; may be empty
 */
public record ClientPrincipal(ClientId id, String displayName, AuthMethod method, Scopes scopes) implements Principal {

    /** The client id, so that {@code getRemoteUser()} is the client id. */
    @Override
    public String getName() {
        return id.value();
    }

    @Override
    public String toString() {
        return id.value();
    }
}
