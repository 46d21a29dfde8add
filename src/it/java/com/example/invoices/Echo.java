package com.example.invoices;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells what the application sees of a request; the last part of the path says by which calls it looks. */
public final class Echo extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String seen = seen(request);
        PrintWriter out = response.getWriter();
        out.print("[" + request.getDispatcherType() + " " + request.getRemoteUser() + " " + seen + "]");
        out.flush();
    }

    private static String seen(HttpServletRequest request) throws IOException, ServletException {
        String path = request.getPathInfo();
        return switch (path == null ? "" : path.substring(path.lastIndexOf('/') + 1)) {
            case "client" ->
                request.getUserPrincipal().getClass().getName() + " " + request.getAuthType() + " "
                        + request.getAttribute("dev.countersign.client") + " "
                        + request.isUserInRole("invoices:read") + " " + request.isUserInRole("countersign-admin");
            case "headers" -> headers(request);
            case "length" -> request.getContentLength() + " " + request.getHeader("Content-Length");
            case "parameters" -> parameters(request);
            case "stream" -> new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            case "reader" -> request.getReader().lines().collect(Collectors.joining("\n"));
            case "part" ->
                new String(request.getPart("file").getInputStream().readAllBytes(), StandardCharsets.UTF_8) + " "
                        + request.getParameter("note");
            default -> "inside";
        };
    }

    private static String headers(HttpServletRequest request) {
        return "named "
                + Collections.list(request.getHeaderNames()).stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals("authorization"))
                + " first " + request.getHeader("Authorization")
                + " all " + Collections.list(request.getHeaders("authorization"));
    }

    private static String parameters(HttpServletRequest request) {
        Map<String, String> all = new TreeMap<>();
        request.getParameterMap().forEach((name, values) -> all.put(name, String.join(",", values)));
        return all + " " + request.getParameter("client_secret") + " " + request.getParameter("customer") + " "
                + request.getQueryString();
    }
}
