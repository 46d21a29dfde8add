package dev.countersign.client;

/**
 * Names one client: 1 to {@value #MAX_CHARS} characters of the range that OAuth allows (RFC 6749, appendix A.1),
 * compared exactly. Immutable.
 */
public record ClientId(String value) implements Comparable<ClientId> {

    /** In characters, which are bytes too. */
    public static final int MAX_CHARS = 255;

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException with a text that is safe to show, when {@code value} is empty, too long, holds a
     *     character outside 0x20-0x7E, or has a space at an edge (so that no two ids look alike)
     */
    public ClientId {
        if (value.isEmpty() || value.length() > MAX_CHARS) {
            throw new IllegalArgumentException("a client id has 1 to " + MAX_CHARS + " characters");
        }
        if (!value.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException("a client id has printable ASCII characters only");
        }
        if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
            throw new IllegalArgumentException("a client id has no space at its edges");
        }
    }

    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
