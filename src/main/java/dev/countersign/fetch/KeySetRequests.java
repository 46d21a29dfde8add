package dev.countersign.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Requests key sets from origins: one connection per request, since a key set is requested every few minutes only, and
 * to checked addresses only. No redirect, no proxy, no cookie, no retry. Thread-safe.
 */
final class KeySetRequests<S> {

    /** With the next one, the limits of a response's header. */
    private static final int MAX_HEADER_CHARS = 8192;

    private static final int MAX_HEADERS = 64;

    private final Duration timeout;
    private final KeySetResponses<S> responses;
    private final TlsSocketStrategy tls;
    private final HttpConnectionFactory<ManagedHttpClientConnection> connections =
            ManagedHttpClientConnectionFactory.builder()
                    .http1Config(Http1Config.custom()
                            .setMaxLineLength(MAX_HEADER_CHARS)
                            .setMaxHeaderCount(MAX_HEADERS)
                            .setMaxEmptyLineCount(1)
                            .build())
                    .build();

    /**
     * Creates it with these limits.
     *
     * @param timeout for each step; the caller closes the sockets when the whole has taken too long
     */
    KeySetRequests(Duration timeout, KeySetResponses<S> responses, SSLContext trust) {
        this.timeout = timeout;
        this.responses = responses;
        this.tls = new DefaultClientTlsStrategy(trust, HostnameVerificationPolicy.BOTH, new DefaultHostnameVerifier());
    }

    /**
     * Sends one request.
     *
     * @param etag of the cached key set
     * @param now for the response's dates
     * @throws FetchFailedException when there is no response, or an unusable one
     */
    OriginAnswer<S> send(KeySetUrl url, CheckedAddresses addresses, Sockets sockets, Optional<String> etag, Instant now)
            throws FetchFailedException {
        HttpGet request = new HttpGet(url.uri().toASCIIString());
        request.setHeader(HttpHeaders.ACCEPT, KeySetResponses.ACCEPTED);
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        etag.ifPresent(known -> request.setHeader(HttpHeaders.IF_NONE_MATCH, known));
        Origin origin = url.origin();
        HttpHost target = new HttpHost(origin.scheme(), origin.name(), origin.port());
        sockets.allow(addresses);
        CloseableHttpClient client = client(addresses, sockets);
        try {
            ClassicHttpResponse response = client.executeOpen(target, request, HttpClientContext.create());
            return responses.read(response, etag.isPresent(), now);
        } catch (FetchFailedException e) {
            throw e;
        } catch (IOException e) {
            throw new FetchFailedException(kind(e));
        } finally {
            // The sockets first: an orderly close would read the response to its end, which may never come.
            sockets.close();
            client.close(CloseMode.IMMEDIATE);
        }
    }

    static String slow(Duration timeout) {
        return "it has not answered within " + timeout;
    }

    private CloseableHttpClient client(CheckedAddresses addresses, Sockets sockets) {
        Timeout step = Timeout.of(timeout);
        DefaultHttpClientConnectionOperator operator = new DefaultHttpClientConnectionOperator(
                sockets,
                DefaultSchemePortResolver.INSTANCE,
                addresses,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", tls)
                        .build());
        BasicHttpClientConnectionManager connection = new BasicHttpClientConnectionManager(operator, connections);
        connection.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(step)
                .setSocketTimeout(step)
                .build());
        connection.setTlsConfig(TlsConfig.custom().setHandshakeTimeout(step).build());
        // Not useSystemProperties(): a proxy of the JVM would resolve the host again.
        return HttpClientBuilder.create()
                .setConnectionManager(connection)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(step)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("Countersign")
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private String kind(IOException e) {
        if (e instanceof InterruptedIOException) {
            // One step took the limit of the whole; the timer of the whole may fire a moment later.
            return slow(timeout);
        }
        if (e instanceof SSLPeerUnverifiedException) {
            return "its certificate is for another host";
        }
        if (e instanceof SSLException) {
            boolean certificate = Stream.iterate((Throwable) e, cause -> cause != null, Throwable::getCause)
                    .anyMatch(CertificateException.class::isInstance);
            return certificate ? "its certificate is not trusted, or for another host" : "no TLS connection with it";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "no connection to it";
        }
        return "its answer is not HTTP, or breaks off";
    }
}
