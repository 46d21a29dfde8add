package dev.countersign.http;

import dev.countersign.auth.CertificateChain;
import dev.countersign.keys.MalformedDerException;
import dev.countersign.text.CidrBlock;
import dev.countersign.text.IpLiteral;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Determines the source of a request, and whether its transport is secure enough for credentials. Forwarding headers
 * are trusted from listed proxies only. Immutable.
 */
public final class Transport {

    /** Set by Tomcat's {@code RemoteIpValve} and {@code RemoteIpFilter} when the remote address comes from a header. */
    private static final String FORWARDED_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

    /** Set where the container itself has ended TLS. */
    private static final String CIPHER = "jakarta.servlet.request.cipher_suite";

    /** The certificates of a TLS connection that the container has ended (Jakarta Servlet 6.0, section 3.10). */
    private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

    private static final Set<String> MARKS_OF_A_PROXY = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "cf-connecting-ip");

    /** The address of a peer without an IP address, such as a Unix domain socket. */
    private static final InetAddress NOWHERE = IpLiteral.parse("0.0.0.0").orElseThrow();

    private final boolean requireTls;
    private final List<CidrBlock> trustedProxies;
    private final ForwardedCertificates forwarded;

    /** Proxies forward no certificates. */
    public Transport(boolean requireTls, List<CidrBlock> trustedProxies) {
        this(requireTls, trustedProxies, ForwardedCertificates.NONE);
    }

    /** @param forwarded read from trusted proxies only */
    public Transport(boolean requireTls, List<CidrBlock> trustedProxies, ForwardedCertificates forwarded) {
        this.requireTls = requireTls;
        this.trustedProxies = List.copyOf(trustedProxies);
        this.forwarded = forwarded;
    }

    RequestOrigin originOf(HttpServletRequest request) {
        InetAddress peer = peer(request);
        boolean fromAHeader = isFromAHeader(peer, request);
        if (!isTrustedProxy(peer) || fromAHeader) {
            boolean forged = fromAHeader && (peer.isLoopbackAddress() || isTrustedProxy(peer));
            return origin(peer, peer, isSecure(request), false, forged, request);
        }
        ForwardingReport report = ForwardingReport.read(request, peer, this::isTrustedProxy);
        if (!report.contradictory() && ForwardingReport.firstNamed(request).contains(peer)) {
            // Jetty and Undertow, configured to trust the header, replace the peer's address by its first one. When the
            // rest of the list gives another source, either the sender wrote the proxy's address, or the peer is no
            // proxy.
            boolean elsewhere = !report.source().equals(peer);
            return origin(peer, peer, isSecure(request), elsewhere, true, request);
        }
        boolean secure = report.secure().orElse(isSecure(request));
        return origin(report.source(), peer, secure, report.contradictory(), false, request);
    }

    /** Whether there is a header with a certificate that is not the configured one. */
    boolean hasIgnoredCertificate(HttpServletRequest request) {
        return forwarded.isIgnoredIn(request);
    }

    /** Whether there is the configured header with a certificate, but not from a trusted proxy. */
    boolean hasForeignCertificate(HttpServletRequest request, RequestOrigin origin) {
        return forwarded.isIn(request)
                && (origin.forged() || !isTrustedProxy(peer(request)) || !forwarded.isProven(request));
    }

    /**
     * The client's TLS certificate, and what came with it; empty: it has none. From a trusted proxy only its header
     * counts: the certificate of its connection is its own, and authenticates no client.
     *
     * @param origin of this request, which {@link #hasForeignCertificate} does not hold for
     * @throws BadRequestException when it cannot be read
     */
    Optional<CertificateChain> certificateOf(HttpServletRequest request, RequestOrigin origin)
            throws BadRequestException {
        InetAddress peer = peer(request);
        if (isTrustedProxy(peer)) {
            return origin.forged() ? Optional.empty() : forwarded.read(request);
        }
        if (!(request.getAttribute(CERTIFICATE) instanceof X509Certificate[] certificates)
                || certificates.length == 0) {
            return Optional.empty();
        }
        try {
            // Where the container has replaced the peer's address, the connection is that of a proxy.
            return isReplaced(peer, request) ? Optional.empty() : Optional.of(CertificateChain.of(certificates));
        } catch (MalformedDerException e) {
            throw new BadRequestException("the TLS certificates cannot be used: " + e.getMessage());
        }
    }

    private RequestOrigin origin(
            InetAddress source,
            InetAddress peer,
            boolean secure,
            boolean contradictory,
            boolean forged,
            HttpServletRequest request) {
        boolean local = isThisMachine(peer, request);
        return new RequestOrigin(source, secure, local, !requireTls || secure || local, contradictory, forged);
    }

    /**
     * Only TLS at this server counts, or the result of Tomcat's valve. The request's scheme alone may come from the
     * sender: Undertow takes it from HTTP/2, Jetty from a request target in absolute form (RFC 9112, section 3.2.2).
     */
    private static boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                && (request.getAttribute(CIPHER) != null || request.getAttribute(FORWARDED_BY_TOMCAT) != null);
    }

    /** Whether the peer itself is a listed proxy, so that what it adds to the request is believed. */
    boolean isFromTrustedProxy(HttpServletRequest request) {
        InetAddress peer = peer(request);
        return isTrustedProxy(peer) && !isFromAHeader(peer, request);
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
     * Whether the container has taken the peer's address from a header, as it may be configured to: then the sender may
     * have chosen it, even the address of a proxy or 127.0.0.1. A loopback peer with a local address that is not
     * loopback is recognized as such, since no real connection has both.
     */
    private static boolean isFromAHeader(InetAddress peer, HttpServletRequest request) {
        if (request.getAttribute(FORWARDED_BY_TOMCAT) != null) {
            return true;
        }
        Optional<InetAddress> local = address(request.getLocalAddr());
        boolean impossible =
                peer.isLoopbackAddress() && local.isPresent() && !local.get().isLoopbackAddress();
        return impossible;
    }

    /** The same, or it is the first address in a header, which Jetty and Undertow take. */
    private static boolean isReplaced(InetAddress peer, HttpServletRequest request) {
        return isFromAHeader(peer, request)
                || ForwardingReport.firstNamed(request).contains(peer);
    }

    private static InetAddress peer(HttpServletRequest request) {
        return address(request.getRemoteAddr()).orElse(NOWHERE);
    }

    /** Both ends are on this machine, and no header indicates a proxy in between. */
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
