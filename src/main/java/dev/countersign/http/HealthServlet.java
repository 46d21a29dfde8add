package dev.countersign.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Answers health probes, in the form of MicroProfile Health 4: {@code /health/started} and {@code /health/live}, the
 * application runs; {@code /health/ready}, its required services are usable, too. Names the unusable service but not
 * the cause, since the endpoint is public. Thread-safe.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String READY = "/ready";
    private static final Set<String> PROBES = Set.of("/started", "/live", READY);

    @Override
    public void init() throws ServletException {
        checks();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        String path = String.valueOf(request.getPathInfo());
        if (!PROBES.contains(path)) {
            answer(404, "{\"error\":\"not_found\"}", response);
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer(405, "{\"error\":\"invalid_request\"}", response);
        } else if (path.equals(READY)) {
            Map<String, Boolean> results = checks().results();
            answer(checks().isReady(results), results, response);
        } else {
            // This servlet is served once the application has started.
            answer(true, Map.of(), response);
        }
    }

    private static void answer(boolean up, Map<String, Boolean> usable, HttpServletResponse response)
            throws IOException {
        String parts = new TreeMap<>(usable)
                .entrySet().stream()
                        .map(entry ->
                                "{\"name\":\"" + entry.getKey() + "\",\"status\":\"" + status(entry.getValue()) + "\"}")
                        .collect(Collectors.joining(","));
        answer(up ? 200 : 503, "{\"status\":\"" + status(up) + "\",\"checks\":[" + parts + "]}", response);
    }

    private static String status(boolean usable) {
        return usable ? "UP" : "DOWN";
    }

    private static void answer(int status, String json, HttpServletResponse response) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private HealthChecks checks() throws ServletException {
        return StartedApplication.part(HealthChecks.class, getServletContext());
    }
}
