package dev.countersign.client;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list, and where the next part begins. Immutable.
 *
 * @param next opaque, of {@code A-Z a-z 0-9 - _} only; empty: this is the last part
 */
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }
}
