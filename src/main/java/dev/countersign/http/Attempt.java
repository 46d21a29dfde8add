package dev.countersign.http;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An authentication attempt, as far as it is known: its origin, the claimed client, the method. Immutable. */
final class Attempt {

    private final RequestOrigin origin;
    // Null instead of Optional: each grant keeps one of these.
    private final @Nullable ClientId client;
    private final @Nullable AuthMethod method;

    private Attempt(RequestOrigin origin, @Nullable ClientId client, @Nullable AuthMethod method) {
        this.origin = origin;
        this.client = client;
        this.method = method;
    }

    /** Without a client: none is named, or its id is invalid. */
    static Attempt from(RequestOrigin origin) {
        return new Attempt(origin, null, null);
    }

    /** By an access token whose claims are not verified. */
    static Attempt bearing(RequestOrigin origin) {
        return new Attempt(origin, null, AuthMethod.BEARER);
    }

    static Attempt by(ClientId client, AuthMethod method, RequestOrigin origin) {
        return new Attempt(origin, client, method);
    }

    RequestOrigin origin() {
        return origin;
    }

    Optional<ClientId> client() {
        return Optional.ofNullable(client);
    }

    Optional<AuthMethod> method() {
        return Optional.ofNullable(method);
    }
}
