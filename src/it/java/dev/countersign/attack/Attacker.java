package dev.countersign.attack;

import java.io.IOException;
import java.time.Duration;

/** Sends what an attack consists of. */
interface Attacker {

    /**
     * Returns when the time is over.
     *
     * @return how many requests, or connections of requests that never end, were begun
     */
    long run(Duration time) throws IOException, InterruptedException;
}
