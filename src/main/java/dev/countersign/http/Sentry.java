package dev.countersign.http;

import dev.countersign.auth.Admission;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedCredential;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Throttle;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.CredentialUse;
import dev.countersign.client.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides about requests: looks how it got here, reads the one credential, has it judged, and keeps the record. What it is asked about must not have
 * been let in before: the credentials are hidden then. Thread-safe.
 */
public final class Sentry {

    private final Gatekeeper gatekeeper;
    private final SoleCredential soleCredential;
    private final Transport transport;
    private final Throttle throttle;
    private final AuthenticationRecord record;
    private final CredentialUse use;
    private final InstantSource clock;

    /** @param pluginReaders beside our own for the secret in the header and in the body */
    public Sentry(
            Gatekeeper gatekeeper,
            List<CredentialReader> pluginReaders,
            Transport transport,
            Throttle throttle,
            AuthenticationRecord record,
            CredentialUse use,
            InstantSource clock) {
        this.gatekeeper = gatekeeper;
        this.soleCredential = new SoleCredential(pluginReaders);
        this.transport = transport;
        this.throttle = throttle;
        this.record = record;
        this.use = use;
        this.clock = clock;
    }

    /** The methods that are installed. */
    public Set<AuthMethod> methods() {
        return gatekeeper.methods();
    }

    /** The scheme of the challenge in a 401: the one that the client used, where somebody here knows it (RFC 6749, section 5.2). */
    public String challengeScheme(HttpServletRequest request) {
        return soleCredential.schemeOf(Headers.all(request, "Authorization"));
    }

    /** @throws IOException when the container has no stream of the request's body */
    public Decision decide(HttpServletRequest request, Admission admission) throws IOException {
        return decide(request, admission, Entitlement.NONE);
    }

    /**
     * Decides about a client that must be entitled to something, too.
     *
     * @throws IOException when the container has no stream of the request's body
     */
    public Decision decide(HttpServletRequest request, Admission admission, Entitlement entitlement)
            throws IOException {
        Arrival arrival = transport.arrivalOf(request);
        Optional<Decision.Denied> refused = refuse(arrival);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (request.getMethod().equalsIgnoreCase("TRACE")) {
            // Would send the credential back to where a script might read it (RFC 9110, section 9.3.8).
            return refusedUnread(Denials.malformed(405, "the method TRACE is not served"), arrival);
        }
        try {
            return decide(IncomingRequest.read(request), arrival, admission, entitlement);
        } catch (BadRequestException e) {
            return refusedUnread(Denials.malformed(e.status(), e.description()), arrival);
        } catch (UnavailableException e) {
            return unavailable(Optional.empty(), Optional.empty(), arrival, e);
        } catch (LinkageError | StackOverflowError e) {
            // Of a plug-in that lacks a class, say: told like any other mistake, where the container would show it to
            // the sender.
            throw new IllegalStateException("a reader or authenticator has failed", e);
        }
    }

    /** Refuses a request that is neither secure nor from this very machine, whatever is in it; empty: go on. Recorded already. */
    public Optional<Decision.Denied> refuseTransport(HttpServletRequest request) {
        return refuse(transport.arrivalOf(request));
    }

    /**
     * Turns a client away that was let in before, but lacks something here. Recorded.
     *
     * @return 403 for {@code INSUFFICIENT_SCOPE} and {@code NOT_ADMINISTRATOR}, else 401
     */
    public Decision.Denied turnAway(Decision.Admitted admitted, Refusal refusal) {
        ClientPrincipal principal = admitted.principal();
        Arrival arrival = transport.arrivalOf(admitted.request());
        return refused(Denials.missing(refusal), Optional.of(principal.id()), Optional.of(principal.method()), arrival);
    }

    /** Whether nobody could read the request on its way. */
    public boolean secure(HttpServletRequest request) {
        return transport.arrivalOf(request).secure();
    }

    /** Whether the answer may be something that nobody else must ever see, whatever else is admitted: by TLS, or within this machine. */
    public boolean confidential(HttpServletRequest request) {
        Arrival arrival = transport.arrivalOf(request);
        return (arrival.secure() || arrival.local()) && !arrival.contradictory();
    }

    /** The address that the request came from, behind trusted proxies; for logs. */
    public String source(HttpServletRequest request) {
        return transport.arrivalOf(request).sourceText();
    }

    private Optional<Decision.Denied> refuse(Arrival arrival) {
        if (arrival.contradictory()) {
            return Optional.of(
                    refusedUnread(Denials.malformed(400, "the forwarding headers contradict each other"), arrival));
        }
        return arrival.admissible() ? Optional.empty() : Optional.of(refusedUnread(Denials.insecure(), arrival));
    }

    private Decision decide(IncomingRequest incoming, Arrival arrival, Admission admission, Entitlement entitlement)
            throws BadRequestException {
        try {
            SoleCredential.Search search = soleCredential.search(incoming);
            return decide(incoming, search, arrival, admission, entitlement);
        } finally {
            incoming.form().ifPresent(FormParameters::wipe);
        }
    }

    private Decision decide(
            IncomingRequest incoming,
            SoleCredential.Search search,
            Arrival arrival,
            Admission admission,
            Entitlement entitlement) {
        if (search.methods() > 1) {
            return refusedUnread(Denials.severalMethods(), arrival);
        }
        if (search.methods() == 0) {
            return refusedUnread(Denials.unauthorized(Refusal.NO_CREDENTIAL), arrival);
        }
        Reading reading = search.reading().orElse(Reading.NOTHING);
        if (reading instanceof Reading.Broken broken) {
            return refusedUnread(Denials.malformed(400, broken.description()), arrival);
        }
        if (reading instanceof Reading.Hopeless hopeless) {
            return refused(
                    Denials.unauthorized(Refusal.MALFORMED),
                    Optional.of(hopeless.clientId()),
                    Optional.of(hopeless.method()),
                    arrival);
        }
        if (!(reading instanceof Reading.Found found)) {
            return refusedUnread(Denials.unauthorized(Refusal.METHOD_NOT_ALLOWED), arrival);
        }
        try {
            return judge(incoming, found.credential(), arrival, admission, entitlement);
        } finally {
            SoleCredential.wipe(found);
        }
    }

    private Decision judge(
            IncomingRequest incoming,
            PresentedCredential presented,
            Arrival arrival,
            Admission admission,
            Entitlement entitlement) {
        ClientId id = presented.clientId();
        if (!incoming.namesNobodyBut(id.value())) {
            // What a plug-in reads is a signed statement, say: then the body is what is wrong about it.
            Decision.Denied denied = presented instanceof PresentedSecret
                    ? Denials.malformed(400, "client_id differs from the one that authenticates")
                    : Denials.unauthorized(Refusal.MALFORMED);
            return refused(denied, Optional.of(id), Optional.of(presented.method()), arrival);
        }
        Optional<Duration> wait = throttle.delay(id.value(), arrival.source());
        if (wait.isPresent()) {
            return refused(Denials.throttled(wait.get()), Optional.of(id), Optional.of(presented.method()), arrival);
        }
        Outcome outcome = gatekeeper.judge(presented, admission);
        if (outcome instanceof Outcome.Unavailable unavailable) {
            return unavailable(Optional.of(id), Optional.of(presented.method()), arrival, unavailable.cause());
        }
        if (outcome instanceof Outcome.Refused refused) {
            // Only what was judged is a guess; a request without any credential says nothing about anybody.
            throttle.failed(id.value(), arrival.source());
            return refused(
                    Denials.unauthorized(refused.refusal()), Optional.of(id), Optional.of(presented.method()), arrival);
        }
        Outcome.Granted granted = (Outcome.Granted) outcome;
        throttle.succeeded(id.value(), arrival.source());
        granted.credentialId().ifPresent(credential -> use.used(credential, clock.instant()));
        Optional<Refusal> missing = entitlement.missing(granted.client());
        if (missing.isPresent()) {
            return refused(Denials.missing(missing.get()), Optional.of(id), Optional.of(granted.method()), arrival);
        }
        record.granted(id, granted.method(), arrival);
        return admitted(incoming, granted);
    }

    private static Decision.Admitted admitted(IncomingRequest incoming, Outcome.Granted granted) {
        Client client = granted.client();
        ClientPrincipal principal = new ClientPrincipal(
                client.id(),
                client.profile().name(),
                granted.method(),
                client.profile().scopes());
        return new Decision.Admitted(client, principal, GrantedRequest.of(incoming, principal));
    }

    private Decision.Denied refusedUnread(Decision.Denied denied, Arrival arrival) {
        return refused(denied, Optional.empty(), Optional.empty(), arrival);
    }

    private Decision.Denied refused(
            Decision.Denied denied, Optional<ClientId> client, Optional<AuthMethod> method, Arrival arrival) {
        record.refused(client, method, arrival, denied.refusal().orElseThrow());
        return denied;
    }

    private Decision.Denied unavailable(
            Optional<ClientId> client, Optional<AuthMethod> method, Arrival arrival, UnavailableException cause) {
        record.unavailable(client, method, arrival, cause);
        return Denials.unavailable();
    }
}
