package dev.countersign.declare;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How clients are to become what is declared. Immutable.
 *
 * @param dryRun whether the plan is told only
 * @param managedBy the list to which all declared clients belong; empty: to what each of them declares
 * @param prune whether other clients of that list are removed
 * @param secrets the directory that takes new secrets; empty: clients are made without a secret
 */
public record Terms(boolean dryRun, Optional<String> managedBy, boolean prune, Optional<Path> secrets) {

    /** @throws IllegalArgumentException when clients of no list would be removed; the message is for people */
    public Terms {
        if (prune && managedBy.isEmpty()) {
            throw new IllegalArgumentException("--prune needs --managed-by: only clients of that name are removed");
        }
    }
}
