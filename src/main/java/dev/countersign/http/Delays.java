package dev.countersign.http;

import dev.countersign.auth.Throttle;
import dev.countersign.client.ClientId;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;

/** Which credentials are not judged for now: after too many guesses, or while a dependency is away. Thread-safe. */
final class Delays {

    private final Throttle guesses;
    private final OutageThrottle outages;

    Delays(Throttle guesses, InstantSource clock) {
        this.guesses = guesses;
        this.outages = new OutageThrottle(clock);
    }

    /** The answer to a credential that is not judged; empty: it is judged. */
    Optional<Decision.Denied> of(ClientId client, InetAddress source) {
        return guesses.delay(client.value(), source)
                .map(Denials::throttled)
                .or(() -> outages.delay(client, source).map(Denials::unavailableFor));
    }

    void refused(ClientId client, InetAddress source) {
        guesses.failed(client.value(), source);
    }

    void unavailable(ClientId client, InetAddress source) {
        outages.failed(client, source);
    }

    void granted(ClientId client, InetAddress source) {
        guesses.succeeded(client.value(), source);
        outages.succeeded(client, source);
    }
}
