package dev.countersign.text;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a single address is one too (RFC 4632,
 * section 3.1). Immutable.
 */
public final class CidrBlock {

    private final InetAddress network;
    private final int prefixLength;

    private CidrBlock(InetAddress network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /** @throws IllegalArgumentException with a text for users; names are never resolved */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            throw new IllegalArgumentException("not an IP address, or a range such as 10.0.0.0/8");
        }
        int bits = Byte.SIZE * address.get().getAddress().length;
        int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1), bits);
        CidrBlock block = new CidrBlock(address.get(), length);
        if (block.hasHostBits()) {
            throw new IllegalArgumentException("the address has bits beyond its prefix of " + length);
        }
        return block;
    }

    public boolean contains(InetAddress address) {
        byte[] theirs = address.getAddress();
        byte[] ours = network.getAddress();
        if (theirs.length != ours.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
            int different = (theirs[bit / Byte.SIZE] ^ ours[bit / Byte.SIZE]) & 0xFF;
            int beyond = Math.max(0, bit + Byte.SIZE - prefixLength);
            if (different >> beyond != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CidrBlock block && network.equals(block.network) && prefixLength == block.prefixLength;
    }

    @Override
    public int hashCode() {
        return 31 * network.hashCode() + prefixLength;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixLength;
    }

    private static int prefixLength(String text, int bits) {
        boolean number = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) > bits) {
            throw new IllegalArgumentException("the length of the prefix is a number from 0 to " + bits);
        }
        return Integer.parseInt(text);
    }

    /** Bits after the prefix, as in {@code 10.0.0.1/8}, are most likely a mistake. */
    private boolean hasHostBits() {
        byte[] bytes = network.getAddress();
        for (int bit = prefixLength; bit < Byte.SIZE * bytes.length; bit++) {
            if (((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1) != 0) {
                return true;
            }
        }
        return false;
    }
}
