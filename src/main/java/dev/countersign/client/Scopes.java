package dev.countersign.client;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a client may ask for: scope tokens without duplicates, in the order given (RFC 6749, section 3.3). Immutable.
 */
public record Scopes(Set<String> tokens) {

    public static final Scopes NONE = new Scopes(Set.of());

    /** Of the whole list, in characters. */
    public static final int MAX_CHARS = 4000;

    /**
     * Checks each token.
     *
     * @throws IllegalArgumentException when a token is empty or holds a character that a scope must not have
     */
    public Scopes {
        tokens = Collections.unmodifiableSet(new LinkedHashSet<>(tokens));
        if (!tokens.stream().allMatch(Scopes::isToken)) {
            throw new IllegalArgumentException("a scope has visible ASCII characters only, without \" and \\");
        }
        if (tokens.stream().mapToInt(token -> token.length() + 1).sum() > MAX_CHARS) {
            throw new IllegalArgumentException("the scopes together have at most " + MAX_CHARS + " characters");
        }
    }

    /**
     * Reads the space-delimited form; the empty text is no scope at all.
     *
     * @throws IllegalArgumentException when a token is not one, or when spaces are doubled or at an edge
     */
    public static Scopes parse(String text) {
        return text.isEmpty() ? NONE : new Scopes(new LinkedHashSet<>(List.of(text.split(" ", -1))));
    }

    public boolean contains(String token) {
        return tokens.contains(token);
    }

    /** The space-delimited form. */
    @Override
    public String toString() {
        return String.join(" ", tokens);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '"' && c != '\\');
    }
}
