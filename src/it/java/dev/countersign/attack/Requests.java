package dev.countersign.attack;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;

/** Request heads, and short requests, as text. */
final class Requests {

    private static final String ASSERTION_TYPE = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

    private Requests() {}

    static String get(String path, String... headers) {
        return head("GET", path, headers);
    }

    static String form(String path, String... headers) {
        return withBody("application/x-www-form-urlencoded", path, headers);
    }

    static String json(String path, String... headers) {
        return withBody("application/json", path, headers);
    }

    private static String withBody(String type, String path, String... headers) {
        return head("POST", path, headers).replaceFirst("\r\n\r\n$", "\r\nContent-Type: " + type + "\r\n\r\n");
    }

    /** Well-formed and badly signed (RFC 7523, section 2.2). */
    static String assertion(String client, int number) {
        long now = InstantSource.system().instant().getEpochSecond();
        String claims = "{\"iss\":\"" + client + "\",\"sub\":\"" + client + "\",\"aud\":\"x\",\"jti\":\"" + number
                + "\",\"exp\":" + (now + 60) + "}";
        String jwt = base64("{\"alg\":\"ES256\",\"kid\":\"k" + number + "\"}") + "." + base64(claims) + "."
                + base64("s".repeat(64));
        String body = "client_assertion_type=" + ASSERTION_TYPE + "&client_assertion=" + jwt;
        return form("/verify", "Content-Length: " + body.length()) + body;
    }

    private static String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + " /countersign" + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
