package dev.countersign.admin;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves the console, the same on every container: its page, which is never cached, and its files, which a browser asks
 * for once, compressed. Stands at {@code /console/*}, behind the {@link ConsoleFilter}. Thread-safe once initialized.
 */
public final class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String ASSETS = "/assets/";
    private static final String FOR_EVER = "private, max-age=31536000, immutable";

    /**
     * Containers add these against caches to every page behind a login of theirs; Chromium heeds {@code Pragma}
     * as well. No container has to take a header back, so they get values that do no harm.
     */
    private static final Map<String, String> HARMLESS =
            Map.of("Expires", "Fri, 31 Dec 9999 23:59:59 GMT", "Pragma", "cache");

    private transient @Nullable ConsoleAssets assets;

    @Override
    public void init() throws ServletException {
        try {
            assets = ConsoleFiles.read(getServletContext());
        } catch (IOException | IllegalArgumentException e) {
            throw new ServletException("the console cannot be served: " + e.getMessage(), e);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (assets == null) {
            throw new IllegalStateException("the servlet was not initialized");
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        String console = request.getContextPath() + request.getServletPath();
        // Undertow adds the slash to the path, but not to the URI.
        if (path.isEmpty() || request.getRequestURI().equals(console)) {
            // The page's relative links need the slash.
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Location", console + "/");
            return;
        }
        if (path.equals("/") || path.equals("/index.html")) {
            response.setHeader("Cache-Control", "no-store");
            assets.page().send(request, response);
            return;
        }
        Optional<StaticFile> file =
                path.startsWith(ASSETS) ? assets.find(path.substring(ASSETS.length())) : Optional.empty();
        if (file.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        letCachesKeepIt(response);
        file.get().send(request, response);
    }

    private static void letCachesKeepIt(HttpServletResponse response) {
        response.setHeader("Cache-Control", FOR_EVER);
        HARMLESS.forEach((header, value) -> {
            if (response.containsHeader(header)) {
                response.setHeader(header, value);
            }
        });
    }
}
