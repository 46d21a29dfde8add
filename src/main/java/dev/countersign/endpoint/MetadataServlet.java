package dev.countersign.endpoint;

import dev.countersign.keys.JwkMembers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves the metadata by which clients find the endpoints (RFC 8414, section 3). Thread-safe. */
public final class MetadataServlet extends DocumentServlet {

    private static final long serialVersionUID = 1L;

    @Override
    void send(Endpoints endpoints, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] json = endpoints.metadata().json();
        PublicDocument.send(json, '"' + JwkMembers.sha256(json) + '"', request, response);
    }
}
