package dev.countersign.http;

import dev.countersign.auth.Refusal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request through only when the client behind it has proved who it is. Is mapped in {@code web.xml}, for all dispatcher types, with the
 * init-params of {@link FilterSettings}. Thread-safe once initialized.
 */
public final class ClientAuthenticationFilter implements Filter {

    /** The request attribute with the {@link ClientPrincipal}. */
    public static final String CLIENT_ATTRIBUTE = "dev.countersign.client";

    private static final Logger LOG = LoggerFactory.getLogger(ClientAuthenticationFilter.class);

    private @Nullable Post post;

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (!(config.getServletContext().getAttribute(Sentry.class.getName()) instanceof Sentry sentry)) {
            throw new ServletException(
                    "filter " + config.getFilterName()
                            + ": Countersign has not started; its listener, dev.countersign.boot.CountersignListener, has to come first");
        }
        post = new Post(sentry, FilterSettings.read(config, sentry.methods()));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (post == null) {
            throw new IllegalStateException("the filter was not initialized");
        }
        HttpServletRequest asking = (HttpServletRequest) request;
        Decision decision = post.decide(asking, response);
        if (decision instanceof Decision.Denied denied) {
            post.deny(denied, asking, (HttpServletResponse) response);
        } else if (decision instanceof Decision.Admitted admitted) {
            // Outside of any try: what the application throws is not our failure.
            chain.doFilter(admitted.request(), response);
        }
    }

    /** The sentry at this mapping. */
    private record Post(Sentry sentry, FilterSettings settings) {

        Decision decide(HttpServletRequest asking, ServletResponse response) throws IOException {
            try {
                Optional<Grant> earlier = Grant.of(asking);
                return earlier.isPresent() ? again(earlier.get(), asking, response) : first(asking, response);
            } catch (RuntimeException e) {
                LOG.error("a request could not be judged, for a reason that is a mistake here", e);
                return Denials.serverError();
            }
        }

        private Decision first(HttpServletRequest asking, ServletResponse response) throws IOException {
            Demands demands = settings.demands();
            Decision decision = sentry.decide(asking, demands.admission(), demands);
            if (decision instanceof Decision.Admitted admitted) {
                Grant grant = new Grant(asking.getRequestId(), demands, admitted);
                grant.attachTo(asking);
                asking.setAttribute(CLIENT_ATTRIBUTE, admitted.principal());
                return grant.appliedTo(asking, response);
            }
            return decision;
        }

        /** Another dispatch of a request that was let in already, perhaps by another mapping, with less to ask. */
        private Decision again(Grant grant, HttpServletRequest asking, ServletResponse response) {
            Demands demands = settings.demands();
            Optional<Refusal> missing =
                    grant.demands().equals(demands) ? Optional.empty() : demands.missing(grant.admitted());
            return missing.isPresent()
                    ? sentry.turnAway(grant.admitted(), missing.get())
                    : grant.appliedTo(asking, response);
        }

        void deny(Decision.Denied denied, HttpServletRequest asking, HttpServletResponse response) throws IOException {
            if (asking.getDispatcherType() == DispatcherType.INCLUDE) {
                // The page around it is not ours to replace: this part of it stays empty.
                return;
            }
            if (asking.getDispatcherType() == DispatcherType.REQUEST) {
                UnreadBody.discard(asking);
            }
            Decision.Denied answer = settings.forwardAuth() ? Denials.forProxy(denied) : denied;
            settings.errors().write(answer, sentry.challengeScheme(asking), asking, response);
        }
    }
}
