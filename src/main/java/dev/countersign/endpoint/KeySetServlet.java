package dev.countersign.endpoint;

import dev.countersign.token.PublishedKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Serves the public keys that verify our tokens (RFC 7517, section 5). Thread-safe. */
public final class KeySetServlet extends DocumentServlet {

    private static final long serialVersionUID = 1L;

    @Override
    void send(Endpoints endpoints, HttpServletRequest request, HttpServletResponse response) throws IOException {
        PublishedKeys.Document document = endpoints.keys().document();
        PublicDocument.send(
                document.json().getBytes(StandardCharsets.US_ASCII), document.entityTag(), request, response);
    }
}
