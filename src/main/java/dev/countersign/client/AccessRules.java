package dev.countersign.client;

import dev.countersign.text.CidrBlock;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client may see, from where it may come, and what keeps it up to date. Immutable.
 *
 * @param auditor whether it may read the administration interface, without changing anything
 * @param allowedSources the ranges of addresses that its requests may come from, as {@link CidrBlock} reads them;
 *     empty: any address
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

    /** @throws IllegalArgumentException with a text for users, when a range is malformed or one is too many */
    public AccessRules {
        allowedSources = List.copyOf(allowedSources);
        if (allowedSources.size() > MAX_SOURCES || Set.copyOf(allowedSources).size() != allowedSources.size()) {
            throw new IllegalArgumentException("at most " + MAX_SOURCES + " ranges, none of them twice");
        }
        // No method reference: it would load CidrBlock, which the module of an own store on WildFly does not have.
        for (String range : allowedSources) {
            block(range);
        }
        if (managedBy
                .filter(name -> name.isEmpty() || name.length() > MAX_MANAGED_BY_CHARS)
                .isPresent()) {
            throw new IllegalArgumentException("the name has 1 to " + MAX_MANAGED_BY_CHARS + " characters");
        }
    }

    /** Whether a request of the client may come from there. */
    public boolean allows(InetAddress source) {
        return allowedSources.isEmpty()
                || allowedSources.stream().anyMatch(range -> block(range).contains(source));
    }

    /** Stricter than settings: a zone would be ignored, and brackets belong to URLs. */
    private static CidrBlock block(String text) {
        if (text.length() > MAX_SOURCE_CHARS || text.chars().anyMatch(c -> c == '%' || c == '[' || c == ' ')) {
            throw new IllegalArgumentException(
                    "not an IP address without a zone, or a range such as 10.0.0.0/8 or 2001:db8::/32");
        }
        return CidrBlock.parse(text);
    }
}
