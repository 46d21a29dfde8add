package dev.countersign.interop;

import java.util.List;
import java.util.stream.Stream;

/**
 * A way in which a library authenticates a client.
 *
 * @param method in the words of OAuth, such as {@code client_secret_basic}
 * @param algorithm of the assertion's key, such as {@code RS256}; empty where the method has no assertion
 */
record LibraryCase(String library, String method, String algorithm) {

    /** Every algorithm by which this project's clients sign with keys of their own. */
    static final List<String> KEY_ALGORITHMS = List.of("RS256", "PS256", "ES256", "EdDSA");

    /** A method without an assertion. */
    static LibraryCase of(String library, String method) {
        return new LibraryCase(library, method, "");
    }

    /** Signed assertions by each of these algorithms. */
    static Stream<LibraryCase> signed(String library, String method, List<String> algorithms) {
        return algorithms.stream().map(algorithm -> new LibraryCase(library, method, algorithm));
    }

    /** Such as {@code jose private_key_jwt ES256}. */
    String name() {
        return (library + ' ' + method + ' ' + algorithm).strip();
    }

    /** The id of its client. */
    String client() {
        return name().replaceAll("[^A-Za-z0-9]", "-");
    }
}
