package dev.countersign.endpoint;

import dev.countersign.client.Client;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The resources that a token is asked for (RFC 8707, section 2.2). Stateless. */
final class RequestedAudience {

    static final String RESOURCE = "resource";

    /** The same by the name that other servers have for it. */
    static final String AUDIENCE = "audience";

    private RequestedAudience() {}

    /**
     * Those that are asked for, each once; without any, all of the client's, and the issuer where it has none.
     *
     * @throws OAuthException {@code invalid_target}
     */
    static List<String> of(Parameters parameters, Client client, URI issuer) throws OAuthException {
        for (String resource : parameters.all(RESOURCE)) {
            requireAbsolute(resource);
        }
        Set<String> asked = new LinkedHashSet<>(parameters.all(RESOURCE));
        asked.addAll(parameters.all(AUDIENCE));
        List<String> registered = client.profile().audience();
        for (String one : asked) {
            if (!registered.contains(one) && !one.equals(issuer.toString())) {
                throw new OAuthException("invalid_target", "a resource is none of the client's");
            }
        }
        if (!asked.isEmpty()) {
            return List.copyOf(asked);
        }
        return registered.isEmpty() ? List.of(issuer.toString()) : registered;
    }

    private static void requireAbsolute(String resource) throws OAuthException {
        try {
            URI uri = new URI(resource);
            if (uri.isAbsolute() && uri.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new OAuthException("invalid_target", "a resource is no URI");
        }
        throw new OAuthException("invalid_target", "a resource is an absolute URI without a fragment");
    }
}
