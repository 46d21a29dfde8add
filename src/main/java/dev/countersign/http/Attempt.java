package dev.countersign.http;

import dev.countersign.auth.PresentedCredential;
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
    private final String note;

    private Attempt(RequestOrigin origin, @Nullable ClientId client, @Nullable AuthMethod method) {
        this(origin, client, method, "");
    }

    private Attempt(RequestOrigin origin, @Nullable ClientId client, @Nullable AuthMethod method, String note) {
        this.origin = origin;
        this.client = client;
        this.method = method;
        this.note = note;
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

    /** @param found in the credential, as {@link PresentedCredential#found} tells it */
    Attempt withFound(String found) {
        return found.isEmpty() ? this : new Attempt(origin, client, method, " " + found);
    }

    /** The end of a log line: a blank, and fixed keys with quoted values. Or nothing. */
    String note() {
        return note;
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
