package dev.countersign.http;

import java.util.Map;
import java.util.Optional;

/**
 * The audiences that access tokens may be for here. Immutable.
 *
 * @param issuer our issuer identifier, the audience where nothing else is demanded
 * @param resources the applications behind a reverse proxy, by the name in {@code /verify/for/{name}}
 */
public record TokenAudiences(String issuer, Map<String, Resource> resources) {

    public TokenAudiences {
        resources = Map.copyOf(resources);
    }

    /** Without applications behind a proxy. */
    public TokenAudiences(String issuer) {
        this(issuer, Map.of());
    }

    /**
     * An application behind a reverse proxy.
     *
     * @param uri its identifier, which its tokens name (RFC 8707)
     * @param metadata where its metadata is (RFC 9728)
     */
    public record Resource(String uri, Optional<String> metadata) {}
}
