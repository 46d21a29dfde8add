package dev.countersign.auth;

import java.util.Arrays;

/**
 * A secret in clear, on its way through. It cannot be printed, and two of them cannot be compared: that is for those to do who know
 * how. Not thread-safe while it is being wiped.
 */
public final class Secret implements AutoCloseable {

    private final byte[] bytes;

    /** Takes the array over: the caller must not keep it. */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The array itself, not a copy, so that no other place holds the secret. */
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
