package dev.countersign.fetch;

import java.util.HashMap;
import java.util.Map;

/** Counts the requests that wait for fetches: a slow origin must not take up all threads of the server. Thread-safe. */
final class WaitingRoom {

    private final Map<Origin, Integer> waiting = new HashMap<>();
    private int all;

    /** Whether there was room; who was let in leaves again. */
    synchronized boolean enter(Origin origin) {
        int here = waiting.getOrDefault(origin, 0);
        if (all >= FetchLimits.WAITING_IN_ALL || here >= FetchLimits.WAITING_PER_ORIGIN) {
            return false;
        }
        waiting.put(origin, here + 1);
        all++;
        return true;
    }

    synchronized void leave(Origin origin) {
        all--;
        waiting.computeIfPresent(origin, (key, here) -> here == 1 ? null : here - 1);
    }
}
