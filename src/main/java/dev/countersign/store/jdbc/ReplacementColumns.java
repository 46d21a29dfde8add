package dev.countersign.store.jdbc;

import dev.countersign.client.Replacement;
import java.util.Optional;

/** What the tables of secrets and keys keep of a replacement. Stateless. */
final class ReplacementColumns {

    private ReplacementColumns() {}

    static Optional<String> replacedBy(Optional<Replacement> replacement) {
        return replacement.map(Replacement::replacedBy);
    }

    /** In seconds. */
    static Optional<Long> unusedFor(Optional<Replacement> replacement) {
        return replacement.map(how -> how.unusedFor().toSeconds());
    }
}
