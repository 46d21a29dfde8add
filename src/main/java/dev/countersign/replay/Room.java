package dev.countersign.replay;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is left to write marks into. A client gets another place only while it has less than an eighth of what is left: alone it takes a ninth of all, the next greedy
 * one a ninth of the rest, so that after a dozen of them a quarter is still there, and even after a hundred somebody who has nothing yet gets something.
 * Thread-safe.
 */
final class Room {

    /** How many times as much must be left as a client has. */
    private static final int RESERVE = 8;

    private final int places;
    private final AtomicInteger taken = new AtomicInteger();

    Room(int places) {
        this.places = places;
    }

    /** @param held how many places the client has */
    boolean take(long held) {
        int before = taken.get();
        while (held * RESERVE < places - before) {
            if (taken.compareAndSet(before, before + 1)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }
}
