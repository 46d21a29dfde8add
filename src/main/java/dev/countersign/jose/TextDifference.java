package dev.countersign.jose;

import java.util.Optional;

/** Names the one thing by which two texts differ that look alike to the reader. Stateless. */
final class TextDifference {

    private TextDifference() {}

    /** As a part of a sentence about what was found; empty: they are equal, or differ in something else. */
    static Optional<String> of(String expected, String found) {
        if (found.equals(expected)) {
            return Optional.empty();
        }
        if (found.equals(expected + "/")) {
            return Optional.of("it differs only by the slash at its end");
        }
        if (expected.equals(found + "/")) {
            return Optional.of("it differs only by a missing slash at its end");
        }
        if (found.strip().equals(expected)) {
            return Optional.of("it differs only by blanks or line breaks around it");
        }
        return found.equalsIgnoreCase(expected)
                ? Optional.of("it differs only in upper and lower case")
                : Optional.empty();
    }
}
