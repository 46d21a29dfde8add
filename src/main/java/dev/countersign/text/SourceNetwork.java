package dev.countersign.text;

import java.net.InetAddress;

/**
 * One sender, for limits that count by sender: an IPv4 address, or the network half (/64) of an IPv6 address, since the
 * holder chooses the other half freely (RFC 4291, section 2.5.1). Immutable.
 */
public record SourceNetwork(boolean six, long prefix) {

    /** {@link InetAddress} converts IPv4-mapped IPv6 addresses to IPv4 already. */
    public static SourceNetwork of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long prefix = 0;
        for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
            prefix = prefix << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return new SourceNetwork(bytes.length > Integer.BYTES, prefix);
    }
}
