package dev.countersign.endpoint;

import dev.countersign.client.Scopes;
import dev.countersign.text.JsonQuote;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What clients may know about a protected resource (RFC 9728, section 2). Immutable.
 *
 * @param resource its identifier
 * @param authorizationServers the issuers of the tokens that it takes; at least one
 * @param scopes that are used with it; may be none
 * @param name for people
 * @param documentation a URL for developers
 */
record ProtectedResource(
        String resource,
        List<String> authorizationServers,
        Scopes scopes,
        Optional<String> name,
        Optional<String> documentation) {

    /** The init-params, in the order of the manual. */
    static final List<String> NAMES =
            List.of("resource", "authorizationServers", "scopesSupported", "resourceName", "resourceDocumentation");

    private static final int MAX_NAME_CHARS = 255;

    ProtectedResource {
        authorizationServers = List.copyOf(authorizationServers);
    }

    /**
     * Reads the init-params of a servlet.
     *
     * @param issuer the authorization server where none is named; empty: one has to be named
     * @throws ServletException with all problems at once
     */
    static ProtectedResource read(ServletConfig config, Optional<String> issuer) throws ServletException {
        List<String> problems = new ArrayList<>();
        Collections.list(config.getInitParameterNames()).stream()
                .filter(name -> !NAMES.contains(name))
                .sorted()
                .forEach(
                        name -> problems.add("unknown init-param " + name + "; there are " + String.join(", ", NAMES)));
        Optional<String> resource = text(config, "resource");
        if (resource.isEmpty() || !isResource(resource.get())) {
            problems.add("init-param resource must be the absolute URI of the application, without a fragment");
        }
        List<String> servers = text(config, "authorizationServers")
                .map(ProtectedResource::words)
                .orElseGet(() -> issuer.stream().toList());
        if (servers.isEmpty() || !servers.stream().allMatch(ProtectedResource::isIssuer)) {
            problems.add("init-param authorizationServers must name issuers (https, or http on loopback, without query"
                    + " and fragment), separated by spaces"
                    + (issuer.isPresent() ? "" : "; it is required, since no setting of Countersign names one"));
        }
        Optional<String> name = text(config, "resourceName");
        if (name.filter(text -> text.isBlank() || text.length() > MAX_NAME_CHARS)
                .isPresent()) {
            problems.add("init-param resourceName must have 1 to " + MAX_NAME_CHARS + " characters");
        }
        Optional<String> documentation = text(config, "resourceDocumentation");
        if (documentation.filter(url -> !isPage(url)).isPresent()) {
            problems.add("init-param resourceDocumentation must be an http or https URL");
        }
        Scopes scopes = scopes(config, problems);
        if (!problems.isEmpty()) {
            throw new ServletException("servlet " + config.getServletName() + ": " + String.join("; ", problems));
        }
        return new ProtectedResource(resource.orElseThrow(), servers, scopes, name, documentation);
    }

    /** In UTF-8. A list that would be empty is left out (RFC 9728, section 3.2). */
    byte[] json() {
        StringBuilder text = new StringBuilder("{\"resource\":").append(JsonQuote.of(resource));
        list(text, "authorization_servers", authorizationServers);
        list(text, "bearer_methods_supported", List.of("header"));
        list(text, "scopes_supported", scopes.tokens());
        name.ifPresent(value -> text.append(",\"resource_name\":").append(JsonQuote.of(value)));
        documentation.ifPresent(
                value -> text.append(",\"resource_documentation\":").append(JsonQuote.of(value)));
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void list(StringBuilder text, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            text.append(",\"").append(name).append("\":");
            text.append(JsonQuote.list(values));
        }
    }

    private static Optional<String> text(ServletConfig config, String name) {
        return Optional.ofNullable(config.getInitParameter(name)).map(String::strip);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Scopes scopes(ServletConfig config, List<String> problems) {
        try {
            return text(config, "scopesSupported")
                    .map(text -> Scopes.parse(String.join(" ", words(text))))
                    .orElse(Scopes.NONE);
        } catch (IllegalArgumentException e) {
            problems.add("init-param scopesSupported: " + e.getMessage());
            return Scopes.NONE;
        }
    }

    /** RFC 9728, section 1.2, but not only https: development on loopback has none. */
    private static boolean isResource(String text) {
        return uri(text)
                .filter(uri -> uri.isAbsolute() && uri.getRawFragment() == null)
                .isPresent();
    }

    /** RFC 8414, section 2. */
    private static boolean isIssuer(String text) {
        return uri(text)
                .filter(uri -> uri.getHost() != null
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null
                        && uri.getRawUserInfo() == null
                        && ("https".equals(uri.getScheme()) || isPlainOnLoopback(uri)))
                .isPresent();
    }

    private static boolean isPlainOnLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && uri.getHost().matches("(?i)localhost|\\[::1]|127(\\.[0-9]{1,3}){3}");
    }

    private static boolean isPage(String text) {
        return uri(text)
                .filter(uri ->
                        uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())))
                .isPresent();
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
