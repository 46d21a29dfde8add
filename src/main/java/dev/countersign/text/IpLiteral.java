package dev.countersign.text;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Parses IP address literals: a name is never resolved. */
public final class IpLiteral {

    private static final int V4_BYTES = 4;
    private static final int V6_GROUPS = 8;

    private IpLiteral() {}

    /**
     * An IPv4 address of four decimal numbers without leading zeros, or an IPv6 address (RFC 4291, section 2.2), also
     * in brackets. A zone ({@code %eth0}) is ignored. Empty for anything else. An IPv4 address in IPv6 form is the IPv4
     * address.
     */
    public static Optional<InetAddress> parse(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        String bare = brackets ? text.substring(1, text.length() - 1) : text;
        byte[] bytes = new byte[2 * V6_GROUPS];
        if (bare.indexOf(':') < 0) {
            return !brackets && readV4(bare, bytes, 0)
                    ? Optional.of(address(Arrays.copyOf(bytes, V4_BYTES)))
                    : Optional.empty();
        }
        int zone = bare.indexOf('%');
        return readV6(zone < 0 ? bare : bare.substring(0, zone), bytes)
                ? Optional.of(address(bytes))
                : Optional.empty();
    }

    private static boolean readV4(String text, byte[] into, int at) {
        int position = 0;
        for (int part = 0; part < V4_BYTES; part++) {
            int start = position;
            int value = 0;
            while (position < text.length() && position - start < 3 && isDigit(text.charAt(position))) {
                value = 10 * value + text.charAt(position++) - '0';
            }
            boolean leadingZero = position - start > 1 && text.charAt(start) == '0';
            if (position == start || leadingZero || value > 255) {
                return false;
            }
            into[at + part] = (byte) value;
            boolean last = part == V4_BYTES - 1;
            if (last ? position != text.length() : position >= text.length() || text.charAt(position++) != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean readV6(String text, byte[] into) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return readGroups(text, into, 0) == V6_GROUPS;
        }
        byte[] tail = new byte[into.length];
        int before = gap == 0 ? 0 : readGroups(text.substring(0, gap), into, 0);
        int after = gap + 2 == text.length() ? 0 : readGroups(text.substring(gap + 2), tail, 0);
        if (before < 0 || after < 0 || before + after >= V6_GROUPS) {
            return false;
        }
        System.arraycopy(tail, 0, into, 2 * (V6_GROUPS - after), 2 * after);
        return true;
    }

    /** @return the number of groups; negative: they are malformed */
    private static int readGroups(String text, byte[] into, int first) {
        String[] groups = text.split(":", -1);
        int count = first;
        for (int i = 0; i < groups.length; i++) {
            boolean v4 = i == groups.length - 1 && groups[i].indexOf('.') >= 0;
            if (count + (v4 ? 2 : 1) > V6_GROUPS
                    || !(v4 ? readV4(groups[i], into, 2 * count) : readGroup(groups[i], into, 2 * count))) {
                return -1;
            }
            count += v4 ? 2 : 1;
        }
        return count;
    }

    private static boolean readGroup(String text, byte[] into, int at) {
        if (text.isEmpty() || text.length() > 4) {
            return false;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
            value = value << 4 | HexFormat.fromHexDigit(text.charAt(i));
        }
        into[at] = (byte) (value >> Byte.SIZE);
        into[at + 1] = (byte) value;
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
