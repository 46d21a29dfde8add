package dev.countersign.admin;

import dev.countersign.client.ClientId;
import java.security.SecureRandom;

/**
 * Generates ids for clients that are registered without one: short, of characters that need no quoting in a shell or
 * URL. Thread-safe.
 */
final class GeneratedClientId {

    /** Without characters that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    /** In characters: 79 bits, so that a collision is practically impossible. */
    private static final int LENGTH = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private GeneratedClientId() {}

    static ClientId next() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new ClientId(text.toString());
    }
}
