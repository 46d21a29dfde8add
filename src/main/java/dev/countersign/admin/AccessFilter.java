package dev.countersign.admin;

import dev.countersign.auth.Admission;
import dev.countersign.auth.Refusal;
import dev.countersign.http.Decision;
import dev.countersign.http.Entitlement;
import dev.countersign.http.UnreadBody;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets administrators in: clients by a credential of theirs, people by the container's session. Leaves the {@link Caller} for the
 * servlet, which serves nobody without. Thread-safe.
 */
public final class AccessFilter extends HttpFilter {

    /** The role that the container gives to people. */
    static final String ROLE = "countersign-admin";

    private static final Entitlement ADMINISTRATOR =
            client -> client.profile().canAdminister() ? Optional.empty() : Optional.of(Refusal.NOT_ADMINISTRATOR);

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);

    @Override
    public void init() {
        // Without it every request would fail; then rather the deployment.
        AdminDesk.of(getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            // Nobody leads here: whoever comes by a forward, an include or an error page was not judged for this.
            new Problem(ProblemKind.FORBIDDEN, "This is not reached by way of another page.", Optional.empty())
                    .answer()
                    .send(request, response);
            return;
        }
        AdminDesk desk = AdminDesk.of(getServletContext());
        Entry entry;
        try {
            entry = judge(desk, request);
        } catch (RuntimeException e) {
            entry = new Entry.Closed(Failures.answer(e));
        }
        if (entry instanceof Entry.Closed closed) {
            UnreadBody.discard(request);
            closed.answer().send(request, response);
            return;
        }
        Entry.Open open = (Entry.Open) entry;
        open.request().setAttribute(Caller.ATTRIBUTE, open.caller());
        chain.doFilter(open.request(), response);
    }

    /** What becomes of a request. */
    private sealed interface Entry {
        record Open(HttpServletRequest request, Caller caller) implements Entry {}

        record Closed(Answer answer) implements Entry {}
    }

    private static Entry judge(AdminDesk desk, HttpServletRequest request) throws IOException {
        Optional<Decision.Denied> insecure = desk.sentry().refuseTransport(request);
        if (insecure.isPresent()) {
            return new Entry.Closed(Denials.answer(insecure.get(), desk.sentry().challengeScheme(request)));
        }
        return request.getHeader("Authorization") == null ? judgeSession(desk, request) : judgeClient(desk, request);
    }

    private static Entry judgeClient(AdminDesk desk, HttpServletRequest request) throws IOException {
        Decision decision = desk.sentry().decide(request, Admission.ANY, ADMINISTRATOR);
        if (decision instanceof Decision.Denied denied) {
            return new Entry.Closed(Denials.answer(denied, desk.sentry().challengeScheme(request)));
        }
        Decision.Admitted admitted = (Decision.Admitted) decision;
        return new Entry.Open(
                admitted.request(), Caller.client(admitted.principal().id()));
    }

    private static Entry judgeSession(AdminDesk desk, HttpServletRequest request) {
        HttpServletRequest own = containersOwn(request);
        // Asked first, so that asking for the user never makes a session.
        Principal user = own.getSession(false) == null ? null : own.getUserPrincipal();
        if (user == null) {
            return new Entry.Closed(Denials.unauthenticated(request));
        }
        String source = desk.sentry().source(request);
        if (!own.isUserInRole(ROLE)) {
            LOG.info("admin=refused reason=NOT_IN_ROLE source={}", source);
            return new Entry.Closed(Denials.forbidden(ProblemKind.FORBIDDEN, "You do not have the role " + ROLE + "."));
        }
        if (!desk.sameSite().admits(request)) {
            LOG.info("admin=refused reason=CROSS_SITE source={}", source);
            return new Entry.Closed(
                    Denials.forbidden(ProblemKind.CROSS_SITE, "Only our own pages may change anything by a session."));
        }
        return new Entry.Open(request, Caller.person(user.getName()));
    }

    /** Below all wrappers: in one of them, a scope could pass for a role. */
    private static HttpServletRequest containersOwn(HttpServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return innermost instanceof HttpServletRequest own ? own : request;
    }
}
