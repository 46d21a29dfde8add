package dev.countersign.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a client can keep a credential confidential. Only confidential clients have credentials, and only they are
 * granted access.
 */
public enum AccessType {
    /** Has credentials and authenticates with them (RFC 6749, section 2.1). */
    CONFIDENTIAL,
    /** Cannot keep a credential: a browser's or a device's application (RFC 6749, section 2.1). */
    PUBLIC,
    /** A resource server, which sends no requests of its own. */
    BEARER_ONLY;

    /** The name on the wire and in the store: {@code confidential}, {@code public}, {@code bearer_only}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AccessType> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(name))
                .findFirst();
    }
}
