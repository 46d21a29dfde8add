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
 * Lets a request through only when its client is authenticated. Is mapped in {@code web.xml}, for all dispatcher types,
 * with the init-params of {@link FilterSettings}. Thread-safe once initialized.
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
        Decision decision = post.decide(asking);
        if (decision instanceof Decision.Denied denied) {
            post.deny(denied, asking, (HttpServletResponse) response);
        } else if (decision instanceof Grant grant) {
            // Outside of any try: an exception of the application is not a failure of the filter.
            chain.doFilter(grant.over(asking, response), response);
        }
    }

    /** The sentry at this mapping. */
    private record Post(Sentry sentry, FilterSettings settings) {

        Decision decide(HttpServletRequest asking) throws IOException {
            try {
                Optional<Grant> earlier = Grant.of(asking);
                return earlier.isPresent() ? again(earlier.get()) : first(asking);
            } catch (RuntimeException e) {
                sentry.faults().error(LOG, "a request could not be judged because of an internal error;", e);
                return Denials.serverError();
            }
        }

        private Decision first(HttpServletRequest asking) throws IOException {
            Decision decision = sentry.decide(asking, settings.admission());
            if (decision instanceof Grant grant) {
                grant.attachTo(asking);
            }
            return decision;
        }

        /**
         * A further dispatch of a request that was granted already, perhaps at a mapping with fewer requirements: the
         * requirements of this one are checked.
         */
        private Decision again(Grant grant) {
            Optional<Refusal> missing = grant.missing(settings.admission());
            return missing.isPresent() ? sentry.turnAway(grant, missing.get()) : grant;
        }

        void deny(Decision.Denied denied, HttpServletRequest asking, HttpServletResponse response) throws IOException {
            if (asking.getDispatcherType() == DispatcherType.INCLUDE) {
                // An include must not replace the including page: the included part stays empty.
                return;
            }
            Decision.Denied answer = settings.forwardAuth() ? Denials.forProxy(denied) : denied;
            RequestBodies.Writing writing =
                    () -> settings.errors().write(answer, sentry.challengeScheme(asking), asking, response);
            if (asking.getDispatcherType() == DispatcherType.REQUEST) {
                sentry.bodies().finish(asking, response, writing);
            } else {
                writing.write();
            }
        }
    }
}
