package dev.countersign.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One request and its whole answer, bounded in time and size; redirects are not followed. Thread-safe. */
final class Exchange {

    static final int MAX_BYTES = 65_536;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;

    private static final class Default {
        static final HttpClient CLIENT = builder().build();
    }

    private Exchange(HttpClient http) {
        this.http = http;
    }

    static Exchange usual() {
        return new Exchange(Default.CLIENT);
    }

    /** The usual one, presenting this certificate. */
    static Exchange presenting(ClientCertificate certificate) {
        return new Exchange(builder().sslContext(certificate.sslContext()).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                // One request in minutes gains nothing by an upgrade.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
    }

    /** @throws IllegalArgumentException when it follows redirects, and so would carry a secret elsewhere */
    static Exchange by(HttpClient http) {
        if (http.followRedirects() != Redirect.NEVER) {
            throw new IllegalArgumentException("The HttpClient must not follow redirects (Redirect.NEVER)");
        }
        return new Exchange(http);
    }

    /**
     * Sends, and waits.
     *
     * @param limit for all of it, the body included, which the client's own time-out leaves out
     */
    Answer send(HttpRequest.Builder builder, Duration limit) {
        HttpRequest request = builder.build();
        CompletableFuture<HttpResponse<Optional<String>>> sent =
                http.sendAsync(request, head -> new BoundedBody(MAX_BYTES));
        try {
            HttpResponse<Optional<String>> response = sent.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(request.uri(), response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw TokenException.passing(request.uri() + " did not answer within " + limit.toMillis() + " ms.", null);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw TokenException.interrupted(e);
        } catch (ExecutionException e) {
            throw failure(request.uri(), e.getCause() == null ? e : e.getCause());
        }
    }

    private static TokenException failure(URI url, Throwable cause) {
        // A certificate that is not trusted is none a moment later either.
        if (cause instanceof SSLException) {
            return TokenException.lasting(url + " cannot be reached by TLS: " + cause.getMessage(), cause);
        }
        if (cause instanceof HttpTimeoutException || cause instanceof IOException) {
            return TokenException.passing(url + " cannot be reached: " + cause, cause);
        }
        return TokenException.lasting(url + " cannot be asked: " + cause, cause);
    }
}
