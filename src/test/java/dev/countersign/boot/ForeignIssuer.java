package dev.countersign.boot;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.keys.JwkMembers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Another server that issues access tokens, with its keys on loopback. Thread-safe but for {@link #rotate}. */
final class ForeignIssuer implements AutoCloseable {

    static final String ISSUER = "https://auth.example/countersign";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private final List<String> published = new ArrayList<>();
    private volatile int status = 200;
    private KeyPair pair;
    private String kid = "k0";

    ForeignIssuer() throws Exception {
        pair = pair();
        publish("alg");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = ("{\"keys\":[" + String.join(",", published) + "]}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Cache-Control", "max-age=300");
            exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String jwksUri() {
        return origin() + "/jwks";
    }

    int fetches() {
        return fetches.get();
    }

    /** From now on its key set cannot be had. */
    void fail() {
        status = 500;
    }

    /** Signs with a new key, which is published without {@code alg}. */
    void rotate() throws GeneralSecurityException {
        pair = pair();
        kid = "k1";
        publish("kty");
    }

    /** A token of a client named billing, as it should be. */
    String token() {
        return token("at+jwt", "ES256", kid, claims());
    }

    /** With one change of the claims. */
    String tokenWith(String right, String wrong) {
        String changed = claims().replace(right, wrong);
        if (changed.equals(claims())) {
            throw new AssertionError("nothing was changed");
        }
        return token("at+jwt", "ES256", kid, changed);
    }

    String token(String type, String algorithm, String keyId, String claims) {
        String head = "{\"typ\":\"" + type + "\",\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}";
        String input =
                base64(head.getBytes(StandardCharsets.UTF_8)) + '.' + base64(claims.getBytes(StandardCharsets.UTF_8));
        return input + '.' + base64(signature(pair.getPrivate(), input));
    }

    String kid() {
        return kid;
    }

    static String claims() {
        long now = InstantSource.system().instant().getEpochSecond();
        return String.format(
                Locale.ROOT,
                "{\"iss\":\"%s\",\"sub\":\"billing\",\"client_id\":\"billing\",\"aud\":\"https://api.example/invoices\","
                        + "\"exp\":%d,\"iat\":%d,\"jti\":\"one\",\"scope\":\"invoices:read\"}",
                ISSUER,
                now / 100 * 100 + 1000,
                now / 100 * 100);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void publish(String member) {
        String jwk = JwkMembers.json(pair.getPublic());
        String algorithm = member.equals("alg") ? ",\"alg\":\"ES256\"" : "";
        published.add(
                jwk.substring(0, jwk.length() - 1) + ",\"kid\":\"" + kid + "\",\"use\":\"sig\"" + algorithm + "}");
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] signature(PrivateKey key, String input) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(key);
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
