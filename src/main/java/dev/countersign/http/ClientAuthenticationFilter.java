package dev.countersign.http;

import dev.countersign.auth.Admission;
import dev.countersign.auth.Refusal;
import dev.countersign.text.ShownText;
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
        String attribute = TrustedIssuer.of(config::getInitParameter)
                .map(TrustedIssuer::attribute)
                .orElse(Sentry.class.getName());
        if (!(config.getServletContext().getAttribute(attribute) instanceof Sentry sentry)) {
            throw new ServletException(
                    "filter " + config.getFilterName()
                            + ": Countersign has not started; its listener, dev.countersign.boot.CountersignListener, has to come first");
        }
        post = new Post(sentry, FilterSettings.read(config, sentry.methods(), sentry.audiences()));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (post == null) {
            throw new IllegalStateException("the filter was not initialized");
        }
        HttpServletRequest asking = (HttpServletRequest) request;
        // The application's own log lines have the request's id too, where its log prints the MDC.
        NamedRequest begun = post.sentry.begin(asking, (HttpServletResponse) response);
        try {
            Optional<FilterSettings> settings = post.settingsFor(asking);
            Decision decision =
                    settings.isPresent() ? post.decide(asking, settings.get().admission()) : Denials.unavailable();
            if (decision instanceof Decision.Denied denied) {
                post.deny(denied, settings.orElse(post.settings), asking, (HttpServletResponse) response);
            } else if (decision instanceof Grant grant) {
                // Uncaught: an exception of the application is not a failure of the filter.
                chain.doFilter(grant.over(asking, response), response);
            }
        } finally {
            begun.close();
        }
    }

    /** The sentry at this mapping. */
    private record Post(Sentry sentry, FilterSettings settings) {

        /** Empty: the path names an application that the setting {@code resources} does not have. */
        Optional<FilterSettings> settingsFor(HttpServletRequest asking) {
            Optional<String> name =
                    settings.forwardAuth() ? VerifyPath.of(asking.getPathInfo()).resource() : Optional.empty();
            if (name.isEmpty()) {
                return Optional.of(settings);
            }
            Optional<FilterSettings> found = sentry.audiences()
                    .map(audiences -> audiences.resources().get(name.get()))
                    .map(settings::forResource);
            if (found.isEmpty()) {
                LOG.warn(
                        "the setting resources has no {}, which the path of the request names{}",
                        ShownText.quoted(name.get()),
                        RequestId.suffix());
            }
            return found;
        }

        Decision decide(HttpServletRequest asking, Admission admission) throws IOException {
            try {
                Optional<Grant> earlier = Grant.of(asking);
                return earlier.isPresent() ? again(earlier.get(), admission) : first(asking, admission);
            } catch (RuntimeException e) {
                sentry.faults().error(LOG, "a request could not be judged because of an internal error;", e);
                return Denials.serverError();
            }
        }

        private Decision first(HttpServletRequest asking, Admission admission) throws IOException {
            Decision decision = sentry.decide(asking, admission);
            if (decision instanceof Grant grant) {
                grant.attachTo(asking);
            }
            return decision;
        }

        /**
         * A further dispatch of a request that was granted already, perhaps at a mapping with fewer requirements: the
         * requirements of this one are checked.
         */
        private Decision again(Grant grant, Admission admission) {
            Optional<Refusal> missing = grant.missing(admission, sentry);
            return missing.isPresent() ? sentry.turnAway(grant, missing.get()) : grant;
        }

        void deny(Decision.Denied denied, FilterSettings here, HttpServletRequest asking, HttpServletResponse response)
                throws IOException {
            if (asking.getDispatcherType() == DispatcherType.INCLUDE) {
                // An include must not replace the including page: the included part stays empty.
                return;
            }
            Decision.Denied answer = settings.forwardAuth() ? Denials.forProxy(denied) : denied;
            RequestBodies.Writing writing = () -> ErrorWriter.write(
                    answer, here.challenge().of(answer, sentry.challengeScheme(asking)), asking, response);
            if (asking.getDispatcherType() == DispatcherType.REQUEST) {
                sentry.bodies().finish(asking, response, writing);
            } else {
                writing.write();
            }
        }
    }
}
