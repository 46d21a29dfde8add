package dev.countersign.http;

import dev.countersign.auth.Admission;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Scopes;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The filter's init-params. Immutable.
 *
 * @param forwardAuth whether requests come from a reverse proxy's authentication subrequest, which understands 401 and
 *     403 only
 */
record FilterSettings(Admission admission, Challenge challenge, boolean forwardAuth) {

    /** In the order of the manual. */
    static final List<String> NAMES = List.of(
            "methods",
            "realm",
            "strictSecretForm",
            "scope",
            "forwardAuth",
            "audience",
            "resourceMetadata",
            "issuer",
            "jwksUri");

    private static final String DEFAULT_REALM = "countersign";

    /**
     * @param installed none: access tokens only, and no default audience
     * @param audiences of access tokens; empty: there are none here
     * @throws ServletException with all problems at once
     */
    static FilterSettings read(FilterConfig config, Set<AuthMethod> installed, Optional<TokenAudiences> audiences)
            throws ServletException {
        List<String> unknown = Collections.list(config.getInitParameterNames()).stream()
                .filter(name -> !NAMES.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw wrong(
                    config,
                    "unknown init-param " + String.join(", ", unknown) + "; there are " + String.join(", ", NAMES));
        }
        Optional<Set<AuthMethod>> methods =
                methods(config, audiences.isPresent() ? with(AuthMethod.BEARER, installed) : installed);
        if (installed.isEmpty() && config.getInitParameter("audience") == null) {
            throw wrong(config, "init-param audience is required beside issuer and jwksUri");
        }
        Optional<String> audience = audiences
                .map(known ->
                        Optional.ofNullable(config.getInitParameter("audience")).orElse(known.issuer()))
                .filter(named -> methods.isEmpty() || methods.get().contains(AuthMethod.BEARER));
        Admission admission = new Admission(
                installed.isEmpty() ? Optional.of(Set.of()) : methods.map(named -> without(AuthMethod.BEARER, named)),
                flag(config, "strictSecretForm"),
                scopes(config),
                false,
                audience);
        return new FilterSettings(
                admission, challenge(config, admission.scopes(), installed.isEmpty()), flag(config, "forwardAuth"));
    }

    /** The same for requests to an application behind a reverse proxy. */
    FilterSettings forResource(TokenAudiences.Resource resource) {
        Admission own = admission.tokenAudience().isEmpty() ? admission : admission.admittingTokensFor(resource.uri());
        return new FilterSettings(
                own,
                new Challenge(challenge.realm(), challenge.scopes(), resource.metadata(), challenge.tokensOnly()),
                forwardAuth);
    }

    private static Set<AuthMethod> with(AuthMethod method, Set<AuthMethod> methods) {
        return Stream.concat(methods.stream(), Stream.of(method)).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<AuthMethod> without(AuthMethod method, Set<AuthMethod> methods) {
        return methods.stream().filter(each -> !each.equals(method)).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Set<AuthMethod>> methods(FilterConfig config, Set<AuthMethod> installed)
            throws ServletException {
        String text = config.getInitParameter("methods");
        if (text == null) {
            return Optional.empty();
        }
        Set<String> names = Arrays.stream(text.split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        Set<AuthMethod> methods = installed.stream()
                .filter(method -> names.contains(method.name()))
                .collect(Collectors.toSet());
        if (names.isEmpty() || methods.size() < names.size()) {
            throw wrong(
                    config, "init-param methods must name some of " + installed + ", or be left out for all of them");
        }
        return Optional.of(methods);
    }

    private static Scopes scopes(FilterConfig config) throws ServletException {
        String text = config.getInitParameter("scope");
        if (text == null) {
            return Scopes.NONE;
        }
        try {
            Scopes scopes = Scopes.parse(text.strip());
            if (!scopes.tokens().isEmpty()) {
                return scopes;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(config, "init-param scope: " + e.getMessage());
        }
        throw wrong(config, "init-param scope is empty; leave it out where none is asked for");
    }

    private static Challenge challenge(FilterConfig config, Scopes scopes, boolean tokensOnly) throws ServletException {
        String realm = config.getInitParameter("realm");
        try {
            return new Challenge(
                    realm == null ? DEFAULT_REALM : realm,
                    scopes,
                    Optional.ofNullable(config.getInitParameter("resourceMetadata")),
                    tokensOnly);
        } catch (IllegalArgumentException e) {
            throw wrong(config, "init-param realm or resourceMetadata: " + e.getMessage());
        }
    }

    private static boolean flag(FilterConfig config, String name) throws ServletException {
        String text = config.getInitParameter(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw wrong(config, "init-param " + name + " must be true or false");
        }
        return true;
    }

    private static ServletException wrong(FilterConfig config, String problem) {
        return new ServletException("filter " + config.getFilterName() + ": " + problem);
    }
}
