package dev.countersign.bench;

import dev.countersign.it.AssertionSigner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Requests with assertions, signed ahead of time: a signature costs more than what is to be measured. Thread-safe.
 *
 * @param audience the issuer that they are for
 * @param key with its algorithm
 */
record SignedRequests(String audience, PublicJsonWebKey key) {

    /** With a new key. */
    static SignedRequests of(String audience, String algorithm) throws JoseException {
        return new SignedRequests(audience, AssertionSigner.key(algorithm, "k1"));
    }

    /** The member of a registration that holds the public key. */
    String registered() {
        return "\"jwks\":" + AssertionSigner.keySet(key);
    }

    /** So many that were never used, by all processors. */
    List<String> assertions(String client, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> assertion(client))
                .toList();
    }

    String assertion(String client) {
        try {
            return new AssertionSigner(audience).signed(client, key);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To this path of the application, with further header lines. */
    static byte[] request(String path, String headers, String assertion) {
        String form = AssertionSigner.form(assertion);
        return ("POST /countersign" + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form)
                .getBytes(StandardCharsets.US_ASCII);
    }

    static List<byte[]> requests(String path, List<String> assertions) {
        return assertions.stream()
                .map(assertion -> request(path, "", assertion))
                .toList();
    }
}
