package dev.countersign.http;

import java.net.InetAddress;

/** A range of IP addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address is one too. Immutable. */
public final class CidrBlock {

    private CidrBlock() {}

    /** @throws IllegalArgumentException with a text that says what is wrong; names are never resolved */
    public static CidrBlock parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    public boolean contains(InetAddress address) {
        throw new UnsupportedOperationException();
    }
}
