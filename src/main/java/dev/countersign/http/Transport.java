package dev.countersign.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a request came by a way that is secure enough for credentials, and from where. What a header says about that is believed only from
 * the proxies that are listed. Immutable.
 */
public final class Transport {

    /** Set by Tomcat's {@code RemoteIpValve} and {@code RemoteIpFilter} when the remote address comes from a header. */
    private static final String FORWARDED_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

    /** Set where the container itself has ended TLS. */
    private static final String CIPHER = "jakarta.servlet.request.cipher_suite";

    private static final Set<String> MARKS_OF_A_PROXY = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip");

    /** Stands for a peer without an IP address, such as a Unix domain socket. */
    private static final InetAddress NOWHERE = IpLiteral.parse("0.0.0.0").orElseThrow();

    private final boolean requireTls;
    private final List<CidrBlock> trustedProxies;

    public Transport(boolean requireTls, List<CidrBlock> trustedProxies) {
        this.requireTls = requireTls;
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    Arrival arrivalOf(HttpServletRequest request) {
        InetAddress peer = address(request.getRemoteAddr()).orElse(NOWHERE);
        if (!isTrustedProxy(peer) || isFromAHeader(peer, request)) {
            return arrival(peer, peer, isSecure(request), false, request);
        }
        ForwardingReport report = ForwardingReport.read(request, peer, this::isTrustedProxy);
        boolean secure = report.secure().orElse(isSecure(request));
        return arrival(report.source(), peer, secure, report.contradictory(), request);
    }

    private Arrival arrival(
            InetAddress source, InetAddress peer, boolean secure, boolean contradictory, HttpServletRequest request) {
        boolean local = isThisMachine(peer, request);
        return new Arrival(source, secure, local, !requireTls || secure || local, contradictory);
    }

    /** Over HTTP/2 the sender says what the scheme is, and Undertow takes his word for it: only TLS itself counts there. */
    private static boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                && (!request.getProtocol().startsWith("HTTP/2") || request.getAttribute(CIPHER) != null);
    }

    private boolean isTrustedProxy(InetAddress address) {
        for (CidrBlock block : trustedProxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the container has taken the peer's address from a header, as it may be told to: then the sender may have chosen it, even the
     * address of a proxy or 127.0.0.1. Jetty and Undertow take the first address of the header and leave no other trace; and nobody reaches
     * another address of this machine from its loopback one.
     */
    private static boolean isFromAHeader(InetAddress peer, HttpServletRequest request) {
        if (request.getAttribute(FORWARDED_BY_TOMCAT) != null) {
            return true;
        }
        Optional<InetAddress> local = address(request.getLocalAddr());
        boolean impossible =
                peer.isLoopbackAddress() && local.isPresent() && !local.get().isLoopbackAddress();
        return impossible || ForwardingReport.firstNamed(request).contains(peer);
    }

    /** Both ends are this machine, and nothing hints at somebody in between. */
    private static boolean isThisMachine(InetAddress peer, HttpServletRequest request) {
        return peer.isLoopbackAddress()
                && address(request.getLocalAddr())
                        .filter(InetAddress::isLoopbackAddress)
                        .isPresent()
                && request.getAttribute(FORWARDED_BY_TOMCAT) == null
                && !bearsMarksOfAProxy(request);
    }

    private static boolean bearsMarksOfAProxy(HttpServletRequest request) {
        Enumeration<String> names = request.getHeaderNames();
        for (String name : names == null ? List.<String>of() : Collections.list(names)) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-forwarded") || MARKS_OF_A_PROXY.contains(lower)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<InetAddress> address(@Nullable String text) {
        return text == null ? Optional.empty() : IpLiteral.parse(text);
    }
}
