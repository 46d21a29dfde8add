package dev.countersign.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Slows down those who guess. Thread-safe. */
public final class Throttle {

    public Throttle(InstantSource clock) {}

    /** How long {@code source} has to wait before it may try to be {@code client} again; empty: it may try now. */
    public Optional<Duration> delay(String client, InetAddress source) {
        throw new UnsupportedOperationException();
    }

    /** {@code source} failed to prove that it is {@code client}. */
    public void failed(String client, InetAddress source) {
        throw new UnsupportedOperationException();
    }

    /** {@code source} has proved that it is {@code client}. */
    public void succeeded(String client, InetAddress source) {
        throw new UnsupportedOperationException();
    }
}
