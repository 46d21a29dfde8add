package dev.countersign.kit;

import dev.countersign.kit.ClientCredential.Proof;
import dev.countersign.kit.TokenException.Fault;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the token endpoint in the metadata of an issuer (RFC 8414, section 3), and looks again after an hour; what was
 * found last counts while that fails. One thread asks, the others wait for it. Thread-safe.
 */
final class Discovery implements EndpointSource {

    private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Proof NOTHING = new Proof(Optional.empty(), Map.of(), List.of());

    private final URI issuer;
    private final Exchange exchange;
    private final InstantSource clock;
    private final boolean byCertificate;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Found found;

    private record Found(URI endpoint, Instant at) {}

    /** @param byCertificate whether the client signs in by a TLS certificate, which may be elsewhere */
    Discovery(URI issuer, Exchange exchange, InstantSource clock, boolean byCertificate) {
        this.issuer = requireIssuer(issuer);
        this.exchange = exchange;
        this.clock = clock;
        this.byCertificate = byCertificate;
    }

    static URI requireIssuer(URI issuer) {
        SafeUrl.require(issuer, "An issuer");
        if (issuer.getRawQuery() != null) {
            throw new IllegalArgumentException("An issuer has no query, unlike " + issuer);
        }
        return issuer;
    }

    @Override
    public URI tokenEndpoint(Deadline deadline) {
        Found known = found;
        return known != null && isRecent(known) ? known.endpoint() : afterTheOthers(deadline);
    }

    private URI afterTheOthers(Deadline deadline) {
        try {
            if (!asking.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw TokenException.passing("The metadata of " + issuer + " did not come in time.", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenException.interrupted(e);
        }
        try {
            Found known = found;
            return known != null && isRecent(known) ? known.endpoint() : lookUp(known, deadline);
        } finally {
            asking.unlock();
        }
    }

    private URI lookUp(@Nullable Found known, Deadline deadline) {
        URI endpoint;
        try {
            endpoint = ask(deadline);
        } catch (TokenException e) {
            if (known == null) {
                throw e;
            }
            endpoint = known.endpoint();
        }
        found = new Found(endpoint, clock.instant());
        return endpoint;
    }

    private boolean isRecent(Found known) {
        Instant now = clock.instant();
        return !now.isBefore(known.at()) && now.isBefore(known.at().plus(KEPT));
    }

    /**
     * The RFC's own place comes first; there, an answer of something else than the issuer (a page, a redirect, a
     * refusal of the proxy) is none. No answer at all is a failure: it is the same host.
     */
    private URI ask(Deadline deadline) {
        @Nullable TokenException telling = null;
        for (URI place : places(issuer)) {
            Answer answer = exchange.send(
                    HttpRequest.newBuilder(place)
                            .header("Accept", "application/json")
                            .GET(),
                    deadline.half());
            try {
                return endpoint(answer);
            } catch (TokenException e) {
                // That there is no document tells less than a wrong one, and than that it may come later.
                telling = telling == null || isAbsent(telling) || !isAbsent(e) ? e : telling;
            }
        }
        throw Objects.requireNonNull(telling);
    }

    private static boolean isAbsent(TokenException failure) {
        return failure.status().isPresent() && failure.fault() == Fault.LASTING;
    }

    /** Where the metadata of an issuer with a path may be: before the path, and behind it. */
    static List<URI> places(URI issuer) {
        String path = issuer.getRawPath().replaceFirst("/$", "");
        String origin = issuer.getScheme() + "://" + issuer.getRawAuthority();
        return Stream.of(origin + WELL_KNOWN + path, origin + path + WELL_KNOWN)
                .distinct()
                .map(URI::create)
                .toList();
    }

    private URI endpoint(Answer answer) {
        if (!answer.isGood()) {
            throw answer.refusal(clock, NOTHING);
        }
        Map<String, Object> metadata = answer.object();
        // Letter by letter (RFC 8414, section 3.3): whatever differs is the document of another server.
        if (!issuer.toString().equals(metadata.get("issuer"))) {
            throw answer.fault("the metadata of another issuer than " + issuer);
        }
        if (!(endpointIn(metadata) instanceof String endpoint)) {
            throw answer.fault("metadata without a token_endpoint");
        }
        try {
            URI url = SafeUrl.require(URI.create(endpoint), "A token endpoint");
            if ((byCertificate || SafeUrl.isHttps(issuer)) && !SafeUrl.isHttps(url)) {
                throw new IllegalArgumentException("A token endpoint is as safe as its issuer");
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw answer.fault("metadata whose token_endpoint is no URL with https");
        }
    }

    /** For a client with a TLS certificate the alias comes first (RFC 8705, section 5). */
    private @Nullable Object endpointIn(Map<String, Object> metadata) {
        if (byCertificate
                && metadata.get("mtls_endpoint_aliases") instanceof Map<?, ?> aliases
                && aliases.containsKey("token_endpoint")) {
            return aliases.get("token_endpoint");
        }
        return metadata.get("token_endpoint");
    }
}
