package dev.countersign.admin;

import dev.countersign.client.ClientId;
import java.security.SecureRandom;

/** Makes ids for clients whose administrator does not care: short, and nothing that a shell or a URL would stumble over. Thread-safe. */
final class GeneratedClientId {

    /** Without the ones that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

    /** In characters: 79 bits, so that no two are ever the same. */
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
