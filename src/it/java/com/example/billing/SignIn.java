package com.example.billing;

import dev.countersign.kit.ClientAssertion;
import dev.countersign.kit.Password;
import dev.countersign.kit.RotatingKey;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/**
 * A client's own page: signs in with the active key, wherever {@code issuer} says, and shows the answer. Nothing in
 * here is of the server.
 */
public final class SignIn extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private transient HttpClient http = HttpClient.newHttpClient();
    private transient RotatingKey key = null;

    @Override
    public void init() {
        http = HttpClient.newHttpClient();
        key = new RotatingKey(
                Path.of(getInitParameter("keyStore")),
                Password.inFile(Path.of(getInitParameter("passwordFile"))),
                "active");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String issuer = request.getParameter("issuer");
        ClientAssertion assertion = new ClientAssertion("billing", issuer, key);
        HttpRequest call = HttpRequest.newBuilder(URI.create(issuer + "/verify"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(assertion.form()))
                .build();
        try {
            HttpResponse<String> answer = http.send(call, HttpResponse.BodyHandlers.ofString());
            response.getWriter()
                    .print(answer.statusCode() + " "
                            + answer.headers().firstValue("X-Client-Id").orElse(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
