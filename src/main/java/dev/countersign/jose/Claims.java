package dev.countersign.jose;

import dev.countersign.jws.NumericDate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The claims of an assertion (RFC 7519, section 4.1): well-formed, not verified. Immutable. */
final class Claims {

    private final Map<String, Object> members;

    /** Takes the map over: the caller must not change it. */
    Claims(Map<String, Object> members) {
        this.members = members;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** Null: there is none. */
    @Nullable
    Object get(String name) {
        return members.get(name);
    }

    /** Empty: absent, or no text. */
    Optional<String> text(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Empty: absent, or no number, or one that names no instant. */
    Optional<Instant> date(String name) {
        return NumericDate.of(members.get(name));
    }
}
