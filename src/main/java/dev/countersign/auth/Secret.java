package dev.countersign.auth;

import java.util.Arrays;

/**
 * A secret in clear, between its reader and its check. It cannot be printed, and has no {@code equals}: secrets are
 * compared in constant time, by their authenticator. Not thread-safe while it is being wiped.
 */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;

    /** Takes the array over: the caller must not keep it. */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The array itself, not a copy, so that the secret is in memory once. */
    public byte[] bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
