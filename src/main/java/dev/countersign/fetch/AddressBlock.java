package dev.countersign.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** All addresses that begin alike (RFC 4632, section 3.1). Immutable. */
final class AddressBlock {

    private final byte[] prefix;
    private final int bits;

    /**
     * Reads a block.
     *
     * @param text a literal address, a slash and the number of bits that count
     */
    AddressBlock(String text) {
        int slash = text.indexOf('/');
        try {
            this.prefix = InetAddress.getByName(text.substring(0, slash)).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
        this.bits = Integer.parseInt(text.substring(slash + 1));
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((bytes[bit / Byte.SIZE] ^ prefix[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
