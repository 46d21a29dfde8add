package dev.countersign.attack;

import java.net.InetSocketAddress;

/**
 * Loopback addresses that attackers come from, in turn; none is 127.0.0.1. Used by one thread, or where a number may
 * be drawn twice.
 */
final class Sources {

    private final int number;
    private int next;

    Sources(int number) {
        this.number = number;
    }

    InetSocketAddress next() {
        int drawn = next++ % number;
        return new InetSocketAddress("127.0." + (1 + drawn / 250) + "." + (1 + drawn % 250), 0);
    }
}
