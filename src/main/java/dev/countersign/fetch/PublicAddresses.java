package dev.countersign.fetch;

import dev.countersign.text.CidrBlock;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which addresses belong to the public Internet (IANA's registries of special-purpose addresses; RFC 6890,
 * section 2.2). Stateless.
 *
 * <p>Of IPv6, only blocks that are allocated for global use count; so all prefixes that embed an IPv4 address (mapped,
 * compatible, NAT64, 6to4, Teredo) are excluded, whatever the embedded address.
 */
final class PublicAddresses {

    private static final List<CidrBlock> SPECIAL_V4 = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's metadata, though the block is public
            "169.254.0.0/16", // link-local, most clouds' metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, broadcast

    private static final CidrBlock GLOBAL_V6 = CidrBlock.parse("2000::/3");

    private static final List<CidrBlock> SPECIAL_V6 = blocks(
            "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "2620:4f:8000::/48", // AS112
            "3ffe::/16", // the 6bone, given back
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        if (address instanceof Inet4Address) {
            return noneContains(SPECIAL_V4, address);
        }
        return GLOBAL_V6.contains(address) && noneContains(SPECIAL_V6, address);
    }

    private static boolean noneContains(List<CidrBlock> blocks, InetAddress address) {
        return blocks.stream().noneMatch(block -> block.contains(address));
    }

    private static List<CidrBlock> blocks(String... texts) {
        return Stream.of(texts).map(CidrBlock::parse).toList();
    }
}
