package dev.countersign.x509;

import java.util.Optional;

/**
 * A public key that a file holds. Not to be changed.
 *
 * @param alias what the file calls it; empty: nothing
 * @param kid the id that the file gives it; empty: none
 * @param algorithm the only JWS algorithm that the file lets it be used with; empty: any that fits
 */
record FoundKey(ParsedKey parsed, Optional<String> alias, Optional<String> kid, Optional<String> algorithm) {

    FoundKey(ParsedKey parsed) {
        this(parsed, Optional.empty(), Optional.empty(), Optional.empty());
    }

    FoundKey(ParsedKey parsed, String alias) {
        this(parsed, Optional.of(alias), Optional.empty(), Optional.empty());
    }
}
