package dev.countersign.kit;

import dev.countersign.kit.ClientCredential.Proof;
import dev.countersign.kit.TokenException.Fault;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fetches tokens for one client, with a few tries and a fresh proof for each. Thread-safe. */
final class TokenServer {

    static final int MAX_TRIES = 3;

    private static final Duration BACKOFF = Duration.ofMillis(250);
    private static final int BAD_REQUEST = 400;

    private final EndpointSource endpoint;
    private final ClientCredential credential;
    private final Exchange exchange;
    private final InstantSource clock;
    private final Pauser pauser;
    /** After what concerns all tokens: wrong credential, throttling, no answer. */
    private final Cooldown cooldown;

    TokenServer(
            EndpointSource endpoint,
            ClientCredential credential,
            Exchange exchange,
            InstantSource clock,
            Pauser pauser) {
        this.endpoint = endpoint;
        this.credential = credential;
        this.exchange = exchange;
        this.clock = clock;
        this.pauser = pauser;
        this.cooldown = new Cooldown(clock);
    }

    /**
     * A new token.
     *
     * @param own after what concerns this request alone, such as an unknown scope
     * @throws TokenException at once while a cooldown lasts; else after the last try
     */
    IssuedToken fetch(TokenRequest request, Cooldown own, Deadline deadline) {
        own.requireOver();
        cooldown.requireOver();
        for (int tries = 1; ; tries++) {
            try {
                IssuedToken token = once(request, deadline);
                own.end();
                cooldown.end();
                return token;
            } catch (TokenException e) {
                Duration wait = pauseAfter(e, tries);
                boolean last =
                        tries == MAX_TRIES || e.fault() != Fault.PASSING || wait.compareTo(deadline.remaining()) >= 0;
                // Who comes while this thread waits is told at once.
                if ((last || e.retryAfter().isPresent()) && e.fault() != Fault.INTERRUPTED) {
                    (e.status().orElse(0) == BAD_REQUEST ? own : cooldown).begin(e);
                }
                if (last) {
                    throw e;
                }
                pause(wait);
            }
        }
    }

    private static Duration pauseAfter(TokenException failure, int tries) {
        Duration backoff = BACKOFF.multipliedBy(1L << (tries - 1));
        return failure.retryAfter().filter(wish -> wish.compareTo(backoff) > 0).orElse(backoff);
    }

    private void pause(Duration wait) {
        try {
            pauser.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenException.interrupted(e);
        }
    }

    private IssuedToken once(TokenRequest request, Deadline deadline) {
        URI url = endpoint.tokenEndpoint(deadline);
        // The life of the token counts from before it was made.
        Instant since = clock.instant();
        Proof proof = credential.prove();
        HttpRequest.Builder builder = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form(request, proof)));
        proof.authorization().ifPresent(value -> builder.header("Authorization", value));
        Answer answer = exchange.send(builder, deadline.half());
        if (!answer.isGood()) {
            throw answer.refusal(clock, proof);
        }
        return TokenAnswer.read(answer, since);
    }

    private static String form(TokenRequest request, Proof proof) {
        return Stream.concat(request.parameters().stream(), proof.parameters().entrySet().stream())
                .map(TokenServer::encoded)
                .collect(Collectors.joining("&"));
    }

    private static String encoded(Map.Entry<String, String> parameter) {
        return parameter.getKey() + '=' + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
    }
}
