package dev.countersign.admin;

import dev.countersign.auth.Admission;
import dev.countersign.http.Decision;
import dev.countersign.http.Grant;
import dev.countersign.http.RequestId;
import dev.countersign.http.RequestOrigin;
import dev.countersign.http.Sentry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates administrators and auditors: clients by a credential of theirs, people by their session. Refuses what
 * auditors may not do. Leaves the {@link Caller} for the servlet, which answers no request without one. Thread-safe.
 */
public final class AccessFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);

    private static final String METRICS = "/metrics";

    private final transient LatestReaders metricsReaders = new LatestReaders(System::nanoTime);

    @Override
    public void init() {
        // Fails the deployment rather than every request.
        Administration.of(getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            // The application has no such way here: a forward, an include or an error page was not authenticated for
            // this.
            new Problem(
                            ProblemKind.FORBIDDEN,
                            "Forwards, includes and error pages cannot reach this interface.",
                            Optional.empty())
                    .answer()
                    .send(request, response);
            return;
        }
        Administration administration = Administration.of(getServletContext());
        Entry entry;
        try {
            entry = permitted(administration, judge(administration, request));
        } catch (RuntimeException e) {
            entry = new Entry.Closed(Failures.answer(e, administration.sentry().faults()));
        }
        if (entry instanceof Entry.Closed closed) {
            administration
                    .sentry()
                    .bodies()
                    .finish(request, response, () -> closed.answer().send(request, response));
            return;
        }
        Entry.Open open = (Entry.Open) entry;
        open.request().setAttribute(Caller.ATTRIBUTE, open.caller());
        chain.doFilter(open.request(), response);
    }

    /** The result for a request: passed on, or answered here. */
    private sealed interface Entry {
        record Open(HttpServletRequest request, Caller caller) implements Entry {}

        record Closed(Answer answer) implements Entry {}
    }

    /** Refuses an auditor's request, unless it only reads. */
    private static Entry permitted(Administration administration, Entry entry) {
        if (!(entry instanceof Entry.Open open) || !open.caller().isAuditor()) {
            return entry;
        }
        HttpServletRequest request = open.request();
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        if (administration.routes().isForAuditors(request.getMethod(), path)) {
            return entry;
        }
        String source = administration.sentry().originOf(request).sourceText();
        LOG.info("admin=refused reason=AUDITOR source={}{}", source, RequestId.suffix());
        return new Entry.Closed(Caller.AUDITORS_ONLY_READ.answer());
    }

    private Entry judge(Administration administration, HttpServletRequest request) throws IOException {
        if (request.getHeader("Authorization") != null) {
            return judgeClient(administration, request);
        }
        RequestOrigin origin = administration.sentry().originOf(request);
        Optional<Decision.Denied> insecure = administration.sentry().refuse(origin);
        return insecure.isPresent()
                ? closed(administration, insecure.get(), request)
                : judgePerson(administration, request, origin.sourceText());
    }

    private Entry judgeClient(Administration administration, HttpServletRequest request) throws IOException {
        Sentry sentry = administration.sentry();
        Admission admission = sentry.audiences()
                .map(audiences -> Admission.ADMINISTRATION.admittingTokensFor(audiences.issuer()))
                .orElse(Admission.ADMINISTRATION);
        Decision decision = sentry.decide(request, admission);
        InetAddress source = sentry.originOf(request).source();
        boolean metrics = request.getServletPath().equals(METRICS);
        if (decision instanceof Decision.Denied denied) {
            return Optional.of(denied)
                    .filter(same -> metrics)
                    .flatMap(same -> metricsReaders.denied(request.getHeader("Authorization"), source, same))
                    .<Entry>map(caller -> new Entry.Open(request, caller))
                    .orElseGet(() -> closed(administration, denied, request));
        }
        Grant grant = (Grant) decision;
        Caller caller = Caller.of(grant.client(), source);
        if (metrics) {
            metricsReaders.granted(request.getHeader("Authorization"), caller);
        }
        return new Entry.Open(grant.over(request), caller);
    }

    private static Entry closed(Administration administration, Decision.Denied denied, HttpServletRequest request) {
        return new Entry.Closed(
                AdminRefusals.answer(denied, administration.sentry().challengeScheme(request)));
    }

    private static Entry judgePerson(Administration administration, HttpServletRequest request, String source) {
        Optional<Person> person = Person.of(request);
        if (person.isEmpty()) {
            if (Person.knownToContainer(request).isEmpty()) {
                return new Entry.Closed(AdminRefusals.unauthenticated(request));
            }
            LOG.info("admin=refused reason=NOT_IN_ROLE source={}{}", source, RequestId.suffix());
            return new Entry.Closed(AdminRefusals.forbidden(
                    ProblemKind.FORBIDDEN,
                    "You have neither the role " + Role.ADMINISTRATORS + " nor " + Role.AUDITORS + "."));
        }
        if (!administration.sameSite().admits(request)) {
            LOG.info("admin=refused reason=CROSS_SITE source={}{}", source, RequestId.suffix());
            return new Entry.Closed(AdminRefusals.forbidden(
                    ProblemKind.CROSS_SITE,
                    "With a session, only requests from the console's own pages may change anything."));
        }
        return new Entry.Open(request, Caller.of(person.get()));
    }
}
