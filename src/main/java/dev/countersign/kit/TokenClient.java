package dev.countersign.kit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fetches access tokens for a client (RFC 6749, section 4.4), and keeps them: {@link #token()} costs nothing until
 * shortly before the end of the one that there is. Make one of these per server and keep it. Thread-safe.
 *
 * <pre>{@code
 * URI issuer = URI.create("https://sentry.example/countersign");
 * TokenClient tokens = TokenClient.ofIssuer(issuer, new ClientAssertion("billing", issuer.toString(), key))
 *         .withScope("invoices:read");
 * HttpRequest request = tokens.authorize(HttpRequest.newBuilder(URI.create("https://api.example/invoices"))).build();
 * }</pre>
 *
 * A token is kept for each pair of scope and resources. One thread fetches, the others wait for it, or go on with the
 * old token while that is still good. What may pass (no answer; 429, 502, 503, 504) is tried again, three times in all,
 * with a fresh proof of the client each time, and not before the time that {@code Retry-After} names. After a failure
 * the server is left alone for as long as it said, else for a second that doubles up to half a minute; meanwhile every
 * call fails at once. Redirects are not followed, answers are bounded (64 KiB), and plain HTTP is for loopback only.
 */
public final class TokenClient {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);
    private static final String BEARER = "Bearer ";

    private final Setup setup;
    private final CachedTokens tokens;
    private final TokenRequest request;
    private final Duration timeout;

    /**
     * What tokens are fetched by.
     *
     * @param issuer otherwise the URL is the token endpoint itself
     * @param certificate by which the client signs in, if that is its way
     */
    private record Setup(
            URI url,
            boolean issuer,
            ClientCredential credential,
            Optional<ClientCertificate> certificate,
            Optional<HttpClient> http,
            InstantSource clock,
            Pauser pauser) {

        Setup with(Optional<HttpClient> otherHttp, InstantSource otherClock, Pauser otherPauser) {
            return new Setup(url, issuer, credential, certificate, otherHttp, otherClock, otherPauser);
        }

        CachedTokens tokens() {
            Exchange exchange = http.map(Exchange::by)
                    .or(() -> certificate.map(Exchange::presenting))
                    .orElseGet(Exchange::usual);
            EndpointSource endpoint =
                    issuer ? new Discovery(url, exchange, clock, certificate.isPresent()) : deadline -> url;
            return new CachedTokens(new TokenServer(endpoint, credential, exchange, clock, pauser), clock);
        }
    }

    private TokenClient(Setup setup, CachedTokens tokens, TokenRequest request, Duration timeout) {
        this.setup = setup;
        this.tokens = tokens;
        this.request = request;
        this.timeout = timeout;
    }

    private static TokenClient of(URI url, boolean issuer, ClientCredential credential) {
        return of(url, issuer, credential, Optional.empty());
    }

    private static TokenClient of(
            URI url, boolean issuer, ClientCredential credential, Optional<ClientCertificate> certificate) {
        Setup setup =
                new Setup(url, issuer, credential, certificate, Optional.empty(), InstantSource.system(), Pauser.REAL);
        return new TokenClient(setup, setup.tokens(), TokenRequest.PLAIN, DEFAULT_TIMEOUT);
    }

    /**
     * Signs in by a signed JWT. The token endpoint is found in the issuer's metadata (RFC 8414) when the first token is
     * fetched.
     *
     * @param issuer letter by letter as the server has it
     * @param assertion for this issuer
     */
    public static TokenClient ofIssuer(URI issuer, ClientAssertion assertion) {
        if (!assertion.issuer().equals(issuer.toString())) {
            throw new IllegalArgumentException("The assertion is for " + assertion.issuer() + ", not for " + issuer);
        }
        return of(Discovery.requireIssuer(issuer), true, ClientCredential.of(assertion));
    }

    /**
     * Signs in by id and secret, as HTTP Basic. The token endpoint is found in the issuer's metadata (RFC 8414) when
     * the first token is fetched.
     *
     * @param secret such as a {@link Password}; asked for each request, and each array is wiped after its use
     */
    public static TokenClient ofIssuer(URI issuer, String clientId, Supplier<char[]> secret) {
        return of(Discovery.requireIssuer(issuer), true, ClientCredential.of(clientId, secret));
    }

    /**
     * Signs in by a TLS certificate (RFC 8705, section 2). The token endpoint is found in the issuer's metadata (RFC
     * 8414) when the first token is fetched: the one for such clients ({@code mtls_endpoint_aliases}), if there is one.
     */
    public static TokenClient ofIssuer(URI issuer, String clientId, ClientCertificate certificate) {
        return of(
                Discovery.requireIssuer(issuer),
                true,
                ClientCredential.ofCertificate(clientId),
                Optional.of(certificate));
    }

    /** The same where there is no metadata: by the token endpoint's URL, which is https. */
    public static TokenClient ofEndpoint(URI tokenEndpoint, String clientId, ClientCertificate certificate) {
        if (!SafeUrl.isHttps(SafeUrl.require(tokenEndpoint, "A token endpoint"))) {
            throw new IllegalArgumentException("A certificate needs a token endpoint with https, not " + tokenEndpoint);
        }
        return of(tokenEndpoint, false, ClientCredential.ofCertificate(clientId), Optional.of(certificate));
    }

    /** The same where there is no metadata: by the token endpoint's URL. */
    public static TokenClient ofEndpoint(URI tokenEndpoint, ClientAssertion assertion) {
        return of(SafeUrl.require(tokenEndpoint, "A token endpoint"), false, ClientCredential.of(assertion));
    }

    /** The same where there is no metadata: by the token endpoint's URL. */
    public static TokenClient ofEndpoint(URI tokenEndpoint, String clientId, Supplier<char[]> secret) {
        return of(SafeUrl.require(tokenEndpoint, "A token endpoint"), false, ClientCredential.of(clientId, secret));
    }

    /**
     * For tokens of these scopes alone; without it they are those that the server gives by default. The tokens that
     * there are stay.
     *
     * @param scopes with a blank between two of them
     */
    public TokenClient withScope(String scopes) {
        return new TokenClient(setup, tokens, request.withScope(scopes), timeout);
    }

    /** For tokens that are good at this resource server (RFC 8707), beside those that were named before. */
    public TokenClient withResource(URI resource) {
        return new TokenClient(setup, tokens, request.withResource(resource), timeout);
    }

    /**
     * With another patience than ten seconds.
     *
     * @param timeout longest time that {@link #token()} takes, all its tries and waits included; at most five minutes
     */
    public TokenClient withTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("The longest wait is up to five minutes, not " + timeout);
        }
        return new TokenClient(setup, tokens, request, timeout);
    }

    /**
     * With another HTTP client than the usual one, such as one with a trust store or a proxy of its own. A client that
     * signs in by a TLS certificate presents it by that one then ({@link ClientCertificate#sslContext()}).
     *
     * @param http one that does not follow redirects
     */
    public TokenClient withHttp(HttpClient http) {
        return with(setup.with(Optional.of(http), setup.clock(), setup.pauser()));
    }

    /** With another clock than the system's. */
    public TokenClient withClock(InstantSource clock) {
        return with(setup.with(setup.http(), clock, setup.pauser()));
    }

    TokenClient withPauser(Pauser pauser) {
        return with(setup.with(setup.http(), setup.clock(), pauser));
    }

    private TokenClient with(Setup other) {
        return new TokenClient(other, other.tokens(), request, timeout);
    }

    /**
     * An access token that is good now.
     *
     * @throws TokenException with the server's reason, when there is none
     * @throws UnusableKeyException when the key or the secret cannot be read
     */
    public String token() {
        return tokens.of(request).value(Deadline.in(timeout));
    }

    /**
     * Puts the token into a request, in the place of the one that may be there.
     *
     * @return the same builder
     * @throws TokenException as {@link #token()} does
     */
    public HttpRequest.Builder authorize(HttpRequest.Builder builder) {
        return builder.setHeader("Authorization", BEARER + token());
    }

    /**
     * Forgets a token that a resource server has rejected (401), so that the next call fetches a new one: one, however
     * many threads say so.
     *
     * @return whether it is worth another try; false: the token stays, since the one before it was rejected less than
     *     ten seconds ago, and then the fault may be the resource server's
     */
    public boolean invalidate(String token) {
        return tokens.of(request).reject(token);
    }

    /** The same, for the token in a request that {@link #authorize} has made. */
    public boolean invalidate(HttpRequest rejected) {
        return rejected.headers()
                .firstValue("Authorization")
                .filter(value -> value.startsWith(BEARER))
                .map(value -> invalidate(value.substring(BEARER.length())))
                .orElse(false);
    }

    /** The server and what is asked for, never a secret or a token. */
    @Override
    public String toString() {
        return "TokenClient[" + setup.url()
                + (request.scope().isEmpty() ? "" : ", scope " + String.join(" ", request.scope()))
                + (request.resources().isEmpty() ? "" : ", for " + request.resources())
                + "]";
    }
}
