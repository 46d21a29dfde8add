package dev.countersign.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client may see, from where it may come, and what keeps it up to date. Immutable.
 *
 * @param auditor whether it may read the administration interface, without changing anything
 * @param allowedSources the ranges of addresses that its requests may come from, such as {@code 10.0.0.0/8}; empty: any
 *     address. Only their length and number are checked here
 * @param managedBy the name of the tool or list that maintains the client; empty: none does
 */
public record AccessRules(boolean auditor, List<String> allowedSources, Optional<String> managedBy) {

    /** Ranges of one client. */
    public static final int MAX_SOURCES = 50;

    /** Of a range, in characters: an IPv6 address that ends like an IPv4 address, and the length of a prefix. */
    public static final int MAX_SOURCE_CHARS = 49;

    /** In characters. */
    public static final int MAX_MANAGED_BY_CHARS = 255;

    /** Of a client for which nothing else is registered. */
    public static final AccessRules DEFAULT = new AccessRules(false, List.of(), Optional.empty());

    /** @throws IllegalArgumentException with a text for users, when a range or the name is too long, or one too many */
    public AccessRules {
        allowedSources = List.copyOf(allowedSources);
        if (allowedSources.size() > MAX_SOURCES || Set.copyOf(allowedSources).size() != allowedSources.size()) {
            throw new IllegalArgumentException("at most " + MAX_SOURCES + " ranges, none of them twice");
        }
        if (allowedSources.stream().anyMatch(range -> range.length() > MAX_SOURCE_CHARS)) {
            throw new IllegalArgumentException("a range has at most " + MAX_SOURCE_CHARS + " characters");
        }
        if (managedBy
                .filter(name -> name.isEmpty() || name.length() > MAX_MANAGED_BY_CHARS)
                .isPresent()) {
            throw new IllegalArgumentException("the name has 1 to " + MAX_MANAGED_BY_CHARS + " characters");
        }
    }
}
