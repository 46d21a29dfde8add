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

/**
 * The filter's init-params. Immutable.
 *
 * @param forwardAuth whether requests come from a reverse proxy's authentication subrequest, which understands 401 and
 *     403 only
 */
record FilterSettings(Admission admission, ErrorWriter errors, boolean forwardAuth) {

    /** In the order of the manual. */
    static final List<String> NAMES = List.of("methods", "realm", "strictSecretForm", "scope", "forwardAuth");

    private static final String DEFAULT_REALM = "countersign";

    /** @throws ServletException with all problems at once */
    static FilterSettings read(FilterConfig config, Set<AuthMethod> installed) throws ServletException {
        List<String> unknown = Collections.list(config.getInitParameterNames()).stream()
                .filter(name -> !NAMES.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw wrong(
                    config,
                    "unknown init-param " + String.join(", ", unknown) + "; there are " + String.join(", ", NAMES));
        }
        Admission admission =
                new Admission(methods(config, installed), flag(config, "strictSecretForm"), scopes(config), false);
        return new FilterSettings(admission, errors(config), flag(config, "forwardAuth"));
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

    private static ErrorWriter errors(FilterConfig config) throws ServletException {
        String realm = config.getInitParameter("realm");
        try {
            return new ErrorWriter(realm == null ? DEFAULT_REALM : realm);
        } catch (IllegalArgumentException e) {
            throw wrong(config, "init-param realm: " + e.getMessage());
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
