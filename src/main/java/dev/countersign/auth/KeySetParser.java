package dev.countersign.auth;

import dev.countersign.text.MalformedException;

/**
 * Parses the text of a key set that was fetched. Thread-safe.
 *
 * @param <S> a key set, parsed
 */
@FunctionalInterface
public interface KeySetParser<S> {

    /** @throws MalformedException when it is no key set at all; the message repeats nothing of the text */
    S parse(String text) throws MalformedException;
}
