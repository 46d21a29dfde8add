package dev.countersign.http;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.Admission;
import dev.countersign.auth.AllowedSources;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedCredential;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Throttle;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.CredentialUse;
import dev.countersign.client.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides about requests: checks the transport, reads the one credential, has it judged, and records the decision. The
 * request must not have been granted before, since its credentials are hidden then. Thread-safe.
 */
public final class Sentry {

    private final Gatekeeper gatekeeper;
    private final AccessTokens tokens;
    private final Optional<TokenAudiences> audiences;
    private final SoleCredential soleCredential;
    private final Transport transport;
    private final Delays delays;
    private final AuthenticationRecord record;
    private final CredentialUse use;
    private final RequestBodies bodies;
    private final InstantSource clock;

    /**
     * @param audiences of access tokens; empty: none are judged
     * @param pluginReaders beside the built-in ones for the secret in the header and in the body
     */
    public Sentry(
            Gatekeeper gatekeeper,
            AccessTokens tokens,
            Optional<TokenAudiences> audiences,
            List<CredentialReader> pluginReaders,
            Transport transport,
            RequestBodies bodies,
            Throttle throttle,
            AuthenticationRecord record,
            CredentialUse use,
            InstantSource clock) {
        this.gatekeeper = gatekeeper;
        this.tokens = tokens;
        this.audiences = audiences;
        this.soleCredential = new SoleCredential(pluginReaders);
        this.transport = transport;
        this.delays = new Delays(throttle, clock);
        this.record = record;
        this.use = use;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** The methods that are installed. */
    public Set<AuthMethod> methods() {
        return gatekeeper.methods();
    }

    /** What access tokens may be for; empty: there are none here. */
    public Optional<TokenAudiences> audiences() {
        return audiences;
    }

    /**
     * The scheme of the challenge in a 401: the one that the client used, where an installed reader has it (RFC 6749,
     * section 5.2).
     */
    public String challengeScheme(HttpServletRequest request) {
        return soleCredential.schemeOf(Headers.all(request, "Authorization"));
    }

    /** @throws IOException when the container has no stream for the request's body */
    public Decision decide(HttpServletRequest request, Admission admission) throws IOException {
        RequestOrigin origin = originOf(request);
        Optional<Decision.Denied> refused = refuse(origin);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (request.getMethod().equalsIgnoreCase("TRACE")) {
            // TRACE would return the credential to a place where a script might read it (RFC 9110, section 9.3.8).
            return refused(Attempt.from(origin), Denials.malformed(405, "the method TRACE is not served"));
        }
        try {
            if (transport.hasIgnoredCertificate(request)) {
                record.ignoredCertificate();
            }
            if (transport.hasForeignCertificate(request, origin)) {
                return refused(Attempt.from(origin), Denials.unauthorized(Refusal.FORWARDED_CERTIFICATE));
            }
            return decide(
                    IncomingRequest.read(request, transport.certificateOf(request, origin), bodies), origin, admission);
        } catch (BadRequestException e) {
            return refused(Attempt.from(origin), Denials.malformed(e));
        } catch (UnavailableException e) {
            return unavailable(Attempt.from(origin), e);
        } catch (LinkageError | StackOverflowError e) {
            // For example of a plug-in that lacks a class. A container would show such an error to the sender.
            throw new IllegalStateException("a reader or authenticator has failed", e);
        }
    }

    /** Begins a request, or a further dispatch of it, in this thread; to be closed when it leaves the thread. */
    NamedRequest begin(HttpServletRequest request, HttpServletResponse response) {
        return NamedRequest.begin(RequestId.of(request, transport), response);
    }

    /** The source of a request. */
    public RequestOrigin originOf(HttpServletRequest request) {
        return transport.originOf(request);
    }

    /**
     * Refuses a request that came neither over TLS nor from this machine, or whose headers hide that, before reading
     * it; empty: not refused. The refusal is recorded.
     */
    public Optional<Decision.Denied> refuse(RequestOrigin origin) {
        if (origin.contradictory()) {
            return Optional.of(refused(
                    Attempt.from(origin), Denials.malformed(400, "the forwarding headers contradict each other")));
        }
        if (origin.admissible()) {
            return Optional.empty();
        }
        return Optional.of(refused(Attempt.from(origin), origin.forged() ? Denials.forged() : Denials.insecure()));
    }

    /**
     * Refuses a client that was granted before at another mapping, but does not meet the requirements here. The refusal
     * is recorded.
     *
     * @return 403 for {@code INSUFFICIENT_SCOPE} and {@code NOT_ADMINISTRATOR}, else 401
     */
    Decision.Denied turnAway(Grant grant, Refusal refusal) {
        return refused(grant.attempt(), Denials.missing(refusal));
    }

    /** The one reader of request bodies, shared by all servlets and filters. */
    public RequestBodies bodies() {
        return bodies;
    }

    /** The log of faults, shared with the administration interface. */
    public FaultLog faults() {
        return record.faults();
    }

    private Decision decide(IncomingRequest incoming, RequestOrigin origin, Admission admission)
            throws BadRequestException {
        try {
            if (admission.tokenAudience().isPresent() && incoming.hasTokenAsParameter()) {
                return refused(
                        Attempt.from(origin),
                        Denials.malformed(400, "an access token is accepted in the Authorization field only"));
            }
            SoleCredential.Search search = soleCredential.search(incoming);
            if (search.methods() != 1) {
                return refused(Attempt.from(origin), Denials.notOneMethod(search.methods()));
            }
            if (search.token().isPresent()) {
                return judge(incoming, search.token().get(), origin, admission);
            }
            Reading reading = search.reading().orElse(Reading.NOTHING);
            if (admission.tokensOnly() && reading instanceof Reading.Found found) {
                // Not judged, so it is no guess and throttles no client.
                PresentedCredential presented = found.credential();
                SoleCredential.wipe(found);
                return refused(
                        Attempt.by(presented.clientId(), presented.method(), origin),
                        Denials.unauthorized(Refusal.METHOD_NOT_ALLOWED));
            }
            return reading instanceof Reading.Found found
                    ? judge(incoming, found, origin, admission)
                    : refuse(reading, origin);
        } finally {
            incoming.form().ifPresent(FormParameters::wipe);
        }
    }

    /** Judges an access token. A refused one is no guess; unverified claims name no client. */
    private Decision judge(IncomingRequest incoming, String token, RequestOrigin origin, Admission admission) {
        if (admission.tokenAudience().isEmpty()) {
            return refused(Attempt.bearing(origin), Denials.unauthorized(Refusal.METHOD_NOT_ALLOWED));
        }
        AccessTokens.Judgement judgement = record.timed(() -> tokens.judge(token, admission));
        Attempt attempt = judgement
                .token()
                .map(verified -> Attempt.by(verified.clientId(), AuthMethod.BEARER, origin))
                .orElseGet(() -> Attempt.bearing(origin));
        if (judgement.outcome() instanceof Outcome.Unavailable unavailable) {
            return unavailable(attempt, unavailable.cause());
        }
        if (judgement.outcome() instanceof Outcome.Refused refused) {
            return refused(attempt, Denials.invalidToken(refused.refusal()));
        }
        Outcome.Granted granted = (Outcome.Granted) judgement.outcome();
        if (!AllowedSources.include(granted.client(), origin.source())) {
            return refused(attempt, Denials.invalidToken(Refusal.SOURCE_NOT_ALLOWED));
        }
        Optional<String> bound = granted.token().flatMap(AccessToken::certificate);
        if (bound.isPresent() && !bound.equals(incoming.certificateThumbprint())) {
            return refused(attempt, Denials.invalidToken(Refusal.WRONG_TOKEN_CERTIFICATE));
        }
        if (!incoming.namesOnly(granted.client().id().value())) {
            return refused(attempt, Denials.malformed(400, "client_id differs from the one that authenticates"));
        }
        return admit(incoming, granted, origin, admission);
    }

    private Decision.Denied refuse(Reading reading, RequestOrigin origin) {
        if (reading instanceof Reading.Broken broken) {
            return refused(Attempt.from(origin), Denials.malformed(400, broken.description()));
        }
        return reading instanceof Reading.Hopeless hopeless
                ? refused(
                        Attempt.by(hopeless.clientId(), hopeless.method(), origin),
                        Denials.unauthorized(Refusal.MALFORMED))
                : refused(Attempt.from(origin), Denials.unauthorized(Refusal.METHOD_NOT_ALLOWED));
    }

    private Decision judge(IncomingRequest incoming, Reading.Found found, RequestOrigin origin, Admission admission) {
        PresentedCredential presented = found.credential();
        try {
            return judge(incoming, presented, Attempt.by(presented.clientId(), presented.method(), origin), admission);
        } finally {
            SoleCredential.wipe(found);
        }
    }

    private Decision judge(
            IncomingRequest incoming, PresentedCredential presented, Attempt attempt, Admission admission) {
        ClientId id = presented.clientId();
        InetAddress source = attempt.origin().source();
        if (!incoming.namesOnly(id.value())) {
            // Another credential may be a signed statement: it is right, and the parameter beside it is malformed.
            return refused(
                    attempt,
                    presented instanceof PresentedSecret
                            ? Denials.malformed(400, "client_id differs from the one that authenticates")
                            : Denials.unauthorized(Refusal.MALFORMED));
        }
        Optional<Decision.Denied> unheard = delays.of(id, source);
        if (unheard.isPresent()) {
            return refused(attempt, unheard.get());
        }
        Outcome outcome = record.timed(() -> gatekeeper.judge(presented, admission, source));
        if (outcome instanceof Outcome.Unavailable unavailable) {
            delays.unavailable(id, source);
            return unavailable(attempt, unavailable.cause());
        }
        if (outcome instanceof Outcome.Refused refused) {
            // Only a judged credential counts as a guess; a request without a credential names no client.
            delays.refused(id, source);
            return refused(attempt.withFound(presented.found()), Denials.unauthorized(refused.refusal()));
        }
        delays.granted(id, source);
        return admit(incoming, (Outcome.Granted) outcome, attempt.origin(), admission);
    }

    private Decision admit(
            IncomingRequest incoming, Outcome.Granted granted, RequestOrigin origin, Admission admission) {
        Attempt attempt = Attempt.by(granted.client().id(), granted.method(), origin);
        granted.credentialId().ifPresent(credential -> use.used(credential, clock.instant()));
        Optional<Refusal> missing = admission.missing(granted);
        if (missing.isPresent()) {
            return refused(attempt, Denials.missing(missing.get()));
        }
        record.granted(attempt);
        return new Grant(this, incoming, attempt, granted);
    }

    private Decision.Denied refused(Attempt attempt, Decision.Denied denied) {
        record.denied(attempt, denied.refusal().orElseThrow(), denied.status());
        return denied;
    }

    private Decision.Denied unavailable(Attempt attempt, UnavailableException cause) {
        record.unavailable(attempt, cause);
        return Denials.unavailable();
    }
}
