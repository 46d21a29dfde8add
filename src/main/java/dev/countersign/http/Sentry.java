package dev.countersign.http;

import dev.countersign.auth.Admission;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Throttle;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.CredentialUse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides about requests: reads the one credential, has it judged, and keeps the record. Thread-safe. */
public final class Sentry {

    public Sentry(
            Gatekeeper gatekeeper,
            List<CredentialReader> pluginReaders,
            Transport transport,
            Throttle throttle,
            AuthenticationRecord record,
            CredentialUse use,
            InstantSource clock) {}

    /** The methods that are installed. */
    public Set<AuthMethod> methods() {
        throw new UnsupportedOperationException();
    }

    /** @throws IOException when the request's body cannot be read */
    public Decision decide(HttpServletRequest request, Admission admission) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Refuses a request that is neither secure nor from this very machine, whatever is in it; empty: go on. Recorded already. */
    public Optional<Decision.Denied> refuseTransport(HttpServletRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Turns a client that proved itself away for want of a right, 403: {@code NOT_ADMINISTRATOR} or {@code INSUFFICIENT_SCOPE}. Recorded. */
    public Decision.Denied turnAway(Decision.Admitted admitted, Refusal refusal) {
        throw new UnsupportedOperationException();
    }

    /** The address that the request came from, behind trusted proxies; for logs. */
    public String source(HttpServletRequest request) {
        throw new UnsupportedOperationException();
    }
}
