package dev.countersign.auth;

import dev.countersign.client.AccessRules;
import dev.countersign.client.Client;
import dev.countersign.text.CidrBlock;
import java.net.InetAddress;
import java.util.List;

/** The ranges of addresses that the requests of a client may come from (RFC 4632, section 3.1). Stateless. */
public final class AllowedSources {

    private AllowedSources() {}

    /** Whether a request of the client may come from there; a malformed range of a store contains no address. */
    public static boolean include(Client client, InetAddress source) {
        return include(client.profile().access(), source);
    }

    /** Likewise, for rules that no client has yet. */
    public static boolean include(AccessRules rules, InetAddress source) {
        List<String> ranges = rules.allowedSources();
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> contains(range, source));
    }

    /** @throws IllegalArgumentException with a text for users, when a range is malformed */
    public static void check(List<String> ranges) {
        ranges.forEach(AllowedSources::block);
    }

    private static boolean contains(String range, InetAddress source) {
        try {
            return block(range).contains(source);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Stricter than settings: a zone would be ignored, and brackets belong to URLs. */
    private static CidrBlock block(String text) {
        if (text.chars().anyMatch(c -> c == '%' || c == '[' || c == ' ')) {
            throw new IllegalArgumentException(
                    "not an IP address without a zone, or a range such as 10.0.0.0/8 or 2001:db8::/32");
        }
        return CidrBlock.parse(text);
    }
}
