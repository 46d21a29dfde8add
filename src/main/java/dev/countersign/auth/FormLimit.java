package dev.countersign.auth;

/**
 * The size limits of form bodies, for the filter and for the built-in server, which buffers no more than the filter
 * reads.
 */
public final class FormLimit {
    /** Room for the largest assertion beside the largest other parameters. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Of a name and a password, percent-encoded. */
    public static final int MAX_LOGIN_BYTES = 8 * 1024;

    private FormLimit() {}
}
