package dev.countersign.kit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;

/**
 * Proves who a client is: makes a fresh signed assertion for each request (RFC 7523, sections 2.2 and 3; OpenID Connect
 * Core, section 9; draft-ietf-oauth-rfc7523bis). Make one of these per server and keep it. Immutable, thread-safe.
 *
 * <pre>{@code
 * ClientKey key = ClientKey.inKeyStore(Path.of("keys.p12"), password, "active");
 * ClientAssertion assertion = new ClientAssertion("billing", "https://sentry.example/countersign", key);
 * HttpRequest request = HttpRequest.newBuilder(URI.create("https://sentry.example/countersign/verify"))
 *         .header("Content-Type", "application/x-www-form-urlencoded")
 *         .POST(HttpRequest.BodyPublishers.ofString(assertion.form()))
 *         .build();
 * }</pre>
 *
 * An assertion is valid once and expires soon: make it when the request is sent, and a new one for each retry.
 */
public final class ClientAssertion {

    /** The value of {@code client_assertion_type} (RFC 7523, section 2.2). */
    public static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);
    /** Servers refuse a longer lifetime. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

    private static final int ID_BYTES = 20;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String clientId;
    private final String issuer;
    private final Supplier<ClientKey> key;
    private final Duration lifetime;
    private final InstantSource clock;

    /**
     * Signs with this key.
     *
     * @param clientId as the client is registered
     * @param issuer the server's issuer identifier, letter by letter as its metadata has it; not the URL that the
     *     request goes to
     */
    public ClientAssertion(String clientId, String issuer, ClientKey key) {
        this(clientId, issuer, () -> key);
    }

    /** Signs with the key that the supplier returns at the time, such as a {@link RotatingKey}. */
    public ClientAssertion(String clientId, String issuer, Supplier<ClientKey> key) {
        this(requireText(clientId), requireUrl(issuer), key, DEFAULT_LIFETIME, InstantSource.system());
    }

    private ClientAssertion(
            String clientId, String issuer, Supplier<ClientKey> key, Duration lifetime, InstantSource clock) {
        this.clientId = clientId;
        this.issuer = issuer;
        this.key = key;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * The same with another lifetime than a minute. The clocks of client and server may differ by about ten seconds,
     * whatever the lifetime.
     *
     * @param lifetime in whole seconds, from one second to five minutes
     */
    public ClientAssertion withLifetime(Duration lifetime) {
        if (!lifetime.equals(Duration.ofSeconds(lifetime.toSeconds()))
                || lifetime.compareTo(Duration.ofSeconds(1)) < 0
                || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("An assertion lives from one second to five minutes, not " + lifetime);
        }
        return new ClientAssertion(clientId, issuer, key, lifetime, clock);
    }

    /** With another clock than the system's. */
    public ClientAssertion withClock(InstantSource clock) {
        return new ClientAssertion(clientId, issuer, key, lifetime, clock);
    }

    /** A fresh assertion: a signed JWT in its compact form. */
    public String create() {
        ClientKey signer = key.get();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "client-authentication+jwt");
        header.put("alg", signer.algorithm());
        signer.kid().ifPresent(kid -> header.put("kid", kid));
        String text = encoded(header) + '.' + encoded(claims());
        return text + '.' + BASE64URL.encodeToString(signer.sign(text));
    }

    /**
     * The parameters that prove the client in one request, with a fresh assertion: {@code client_id}, {@code
     * client_assertion_type}, {@code client_assertion}.
     */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", clientId);
        parameters.put("client_assertion_type", TYPE);
        parameters.put("client_assertion", create());
        return parameters;
    }

    /**
     * The same as a form body ({@code application/x-www-form-urlencoded}); more parameters may follow behind an {@code
     * &}.
     */
    public String form() {
        return parameters().entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + '=' + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The audience of its assertions. */
    String issuer() {
        return issuer;
    }

    private Map<String, Object> claims() {
        long now = clock.instant().getEpochSecond();
        byte[] id = new byte[ID_BYTES];
        RANDOM.nextBytes(id);
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", issuer);
        claims.put("jti", BASE64URL.encodeToString(id));
        claims.put("iat", now);
        claims.put("exp", now + lifetime.toSeconds());
        return claims;
    }

    private static String encoded(Map<String, Object> members) {
        return BASE64URL.encodeToString(JsonUtil.toJson(members).getBytes(StandardCharsets.UTF_8));
    }

    private static String requireText(String clientId) {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("A client has an id");
        }
        return clientId;
    }

    private static String requireUrl(String issuer) {
        if (!URI.create(issuer).isAbsolute()) {
            throw new IllegalArgumentException("An issuer is an absolute URL, not " + issuer);
        }
        return issuer;
    }

    /** Client, issuer and lifetime, never the key. */
    @Override
    public String toString() {
        return "ClientAssertion[" + clientId + " at " + issuer + ", for " + lifetime + "]";
    }
}
