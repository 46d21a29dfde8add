package dev.countersign.http;

import java.net.InetAddress;

/**
 * The source of a request, and the protection of its transport. Immutable.
 *
 * @param source the address that it came from, as the trusted proxies report it
 * @param secure whether it came over TLS
 * @param local whether both ends of its connection are on this machine, without a proxy
 * @param admissible whether it may carry a credential
 * @param contradictory whether the forwarding headers contradict each other or are malformed
 * @param forged whether the source is one that the forwarding headers must not name, and so no word of theirs counts
 */
public record RequestOrigin(
        InetAddress source, boolean secure, boolean local, boolean admissible, boolean contradictory, boolean forged) {

    /** The source as a text for logs. */
    public String sourceText() {
        return source.getHostAddress();
    }

    /** Whether the response may hold a secret: over TLS, or within this machine, whatever {@code requireTls} admits. */
    public boolean confidential() {
        return (secure || local) && !contradictory;
    }
}
