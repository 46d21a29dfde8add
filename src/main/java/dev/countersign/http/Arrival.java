package dev.countersign.http;

import java.net.InetAddress;

/**
 * How a request got here. Immutable.
 *
 * @param source the address that it came from, behind the proxies that we believe
 * @param secure whether nobody could read it on its way, thanks to TLS
 * @param local whether it never left this machine
 * @param admissible whether it may carry a credential
 * @param contradictory whether the proxies say two things at once, or something that cannot be read
 */
record Arrival(InetAddress source, boolean secure, boolean local, boolean admissible, boolean contradictory) {

    String sourceText() {
        return source.getHostAddress();
    }
}
