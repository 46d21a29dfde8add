package dev.countersign.endpoint;

import dev.countersign.http.TokenAudiences;
import dev.countersign.keys.JwkMembers;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Serves the metadata of an application as a protected resource (RFC 9728), from init-params: {@code resource}, its
 * identifier; {@code authorizationServers}, the issuers of the tokens that it takes, by default the one that the filter
 * trusts; and, each if it is wanted, {@code scopesSupported}, {@code resourceName} and {@code resourceDocumentation}.
 * For applications that contain the jar. Thread-safe once initialized.
 */
public final class ProtectedResourceMetadataServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private byte[] json = {};
    private String entityTag = "";

    /** @throws ServletException with all that is wrong with the init-params */
    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        Optional<String> issuer =
                getServletContext().getAttribute(TokenAudiences.class.getName()) instanceof TokenAudiences audiences
                        ? Optional.of(audiences.issuer())
                        : Optional.empty();
        json = ProtectedResource.read(config, issuer).json();
        entityTag = '"' + JwkMembers.sha256(json) + '"';
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!DocumentServlet.refusesMethod(request, response)) {
            PublicDocument.send(json, entityTag, request, response);
        }
    }
}
