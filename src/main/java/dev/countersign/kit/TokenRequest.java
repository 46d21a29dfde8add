package dev.countersign.kit;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is asked for: the key of the cache. Neither order nor repetition counts. Immutable.
 *
 * @param scope scopes, each one word (RFC 6749, section 3.3); empty: what the server gives by default
 * @param resources where the token shall be good (RFC 8707); empty: the same
 */
record TokenRequest(SortedSet<String> scope, SortedSet<URI> resources) {

    static final TokenRequest PLAIN = new TokenRequest(new TreeSet<>(), new TreeSet<>());

    private static final Pattern SCOPES =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");

    TokenRequest {
        scope = Collections.unmodifiableSortedSet(new TreeSet<>(scope));
        resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
    }

    /** In the place of those before. */
    TokenRequest withScope(String scopes) {
        if (!SCOPES.matcher(scopes).matches()) {
            throw new IllegalArgumentException("Scopes are words with one blank between two of them, not " + scopes);
        }
        return new TokenRequest(new TreeSet<>(List.of(scopes.split(" ", -1))), resources);
    }

    /** Beside those before. */
    TokenRequest withResource(URI resource) {
        if (!resource.isAbsolute() || resource.getRawFragment() != null) {
            throw new IllegalArgumentException("A resource is an absolute URI without a fragment, not " + resource);
        }
        SortedSet<URI> all = new TreeSet<>(resources);
        all.add(resource);
        return new TokenRequest(scope, all);
    }

    /** The parameters of the form, but for the client's proof. */
    List<Map.Entry<String, String>> parameters() {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        parameters.add(Map.entry("grant_type", "client_credentials"));
        if (!scope.isEmpty()) {
            parameters.add(Map.entry("scope", String.join(" ", scope)));
        }
        resources.forEach(resource -> parameters.add(Map.entry("resource", resource.toString())));
        return parameters;
    }
}
