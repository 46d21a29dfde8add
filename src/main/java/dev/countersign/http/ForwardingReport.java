package dev.countersign.http;

import dev.countersign.text.IpLiteral;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What trusted proxies report about the path of a request: {@code X-Forwarded-For} and {@code -Proto}, or {@code
 * Forwarded} (RFC 7239). Read from the right, where the nearest proxy wrote, up to the first address that is not a
 * trusted proxy itself. Immutable.
 *
 * @param secure empty: they report no scheme
 */
record ForwardingReport(InetAddress source, Optional<Boolean> secure, boolean contradictory) {

    /** Of all fields together; a chain of a hundred proxies needs less. Undertow lets a megabyte pass. */
    static final int MAX_CHARS = 8192;

    static ForwardingReport read(HttpServletRequest request, InetAddress peer, Predicate<InetAddress> trusted) {
        if (length(request) > MAX_CHARS) {
            return new ForwardingReport(peer, Optional.of(false), true);
        }
        List<String> addresses = items(request, "X-Forwarded-For");
        List<String> protocols = items(request, "X-Forwarded-Proto");
        Optional<Boolean> older = protocols.isEmpty()
                ? Optional.empty()
                // A proxy that appends instead of setting keeps the sender's entries in front, so every entry has to be
                // https.
                : Optional.of(protocols.stream().allMatch("https"::equalsIgnoreCase));
        InetAddress olderSource = walk(addresses, peer, trusted).source();

        List<String> fields = Headers.all(request, "Forwarded");
        if (fields.isEmpty()) {
            return new ForwardingReport(olderSource, older, false);
        }
        Optional<List<ForwardedElement>> elements = ForwardedElement.parseAll(String.join(",", fields));
        if (elements.isEmpty()) {
            return new ForwardingReport(peer, Optional.of(false), true);
        }
        Walk walk = walk(elements.get().stream().map(ForwardedElement::node).toList(), peer, trusted);
        Optional<Boolean> secure = walk.hop() < 0
                ? Optional.empty()
                : elements.get().get(walk.hop()).protocol().map("https"::equalsIgnoreCase);
        if (addresses.isEmpty() && protocols.isEmpty()) {
            return new ForwardingReport(walk.source(), secure, false);
        }
        // A proxy that sets only one of the two headers passes its client's other one on unchanged, so only what both
        // agree on is trusted.
        boolean protocolsDiffer = older.isPresent() && secure.isPresent() && !older.equals(secure);
        Optional<Boolean> agreed = older.isPresent() == secure.isPresent() ? secure : Optional.of(false);
        return new ForwardingReport(walk.source(), agreed, protocolsDiffer || !olderSource.equals(walk.source()));
    }

    /** The first address in each of the headers, which the sender may have made up. */
    static List<InetAddress> firstNamed(HttpServletRequest request) {
        List<InetAddress> named = new ArrayList<>(2);
        items(request, "X-Forwarded-For").stream()
                .findFirst()
                .flatMap(ForwardingReport::address)
                .ifPresent(named::add);
        ForwardedElement.parseAll(String.join(",", Headers.all(request, "Forwarded")))
                .flatMap(elements -> elements.stream().findFirst())
                .flatMap(first -> address(first.node()))
                .ifPresent(named::add);
        return named;
    }

    /**
     * @param source the farthest address that is known
     * @param hop the index of the item with the first untrusted address from the right, or else of the leftmost item;
     *     negative: there is none
     */
    private record Walk(InetAddress source, int hop) {}

    private static Walk walk(List<String> nodes, InetAddress peer, Predicate<InetAddress> trusted) {
        InetAddress source = peer;
        int hop = nodes.size();
        while (hop > 0 && trusted.test(source)) {
            hop--;
            Optional<InetAddress> next = address(nodes.get(hop));
            if (next.isEmpty()) {
                // "unknown", obfuscated or malformed: only the address of the proxy that wrote it is known.
                return new Walk(source, hop);
            }
            source = next.get();
        }
        return new Walk(source, hop < nodes.size() ? hop : -1);
    }

    /** An address, with a port or without. */
    private static Optional<InetAddress> address(String node) {
        int colon = node.lastIndexOf(':');
        boolean v4WithPort = colon > 0 && node.indexOf(':') == colon;
        boolean v6WithPort = colon > 0 && node.startsWith("[") && node.charAt(colon - 1) == ']';
        return IpLiteral.parse(v4WithPort || v6WithPort ? node.substring(0, colon) : node);
    }

    private static int length(HttpServletRequest request) {
        return Stream.of("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded")
                .flatMap(name -> Headers.all(request, name).stream())
                .mapToInt(String::length)
                .sum();
    }

    private static List<String> items(HttpServletRequest request, String name) {
        List<String> items = new ArrayList<>();
        for (String field : Headers.all(request, name)) {
            for (String item : field.split(",", -1)) {
                items.add(item.strip());
            }
        }
        return items;
    }
}
