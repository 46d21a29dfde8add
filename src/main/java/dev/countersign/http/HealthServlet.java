package dev.countersign.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Answers health probes: {@code /health/live}, the application runs; {@code /health/ready}, its required services are
 * usable, too. Names the unusable service but not the cause, since the endpoint is public. Thread-safe.
 */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
        checks();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setHeader("Cache-Control", "no-store");
        String path = String.valueOf(request.getPathInfo());
        if (!path.equals("/live") && !path.equals("/ready")) {
            answer(404, "{\"error\":\"not_found\"}", response);
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer(405, "{\"error\":\"invalid_request\"}", response);
        } else if (path.equals("/live")) {
            answer(200, "{\"status\":\"up\"}", response);
        } else {
            Map<String, Boolean> results = checks().results();
            answerReady(checks().isReady(results), results, response);
        }
    }

    private static void answerReady(boolean ready, Map<String, Boolean> usable, HttpServletResponse response)
            throws IOException {
        String parts = new TreeMap<>(usable)
                .entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\":\"" + status(entry.getValue()) + "\"")
                        .collect(Collectors.joining(","));
        answer(ready ? 200 : 503, "{\"status\":\"" + status(ready) + "\",\"checks\":{" + parts + "}}", response);
    }

    private static String status(boolean usable) {
        return usable ? "up" : "down";
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
