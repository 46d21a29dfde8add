package dev.countersign.kit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Says why there is no access token. Its message names the URL and the server's answer (RFC 6749, section 5.2), for the
 * log; neither it nor its causes hold a secret, an assertion or a token. Immutable.
 */
public final class TokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final int status;
    private final @Nullable String error;
    private final @Nullable String errorDescription;
    private final @Nullable Duration retryAfter;

    /** Whether another try may help. */
    enum Fault {
        /** Nothing came back, or the server said that it cannot answer now. */
        PASSING,
        /** The next try would end the same way. */
        LASTING,
        /** The thread was interrupted, which says nothing about the server. */
        INTERRUPTED
    }

    private TokenException(
            Fault fault,
            String message,
            int status,
            @Nullable String error,
            @Nullable String errorDescription,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.status = status;
        this.error = error;
        this.errorDescription = errorDescription;
        this.retryAfter = retryAfter;
    }

    static TokenException lasting(String message) {
        return new TokenException(Fault.LASTING, message, 0, null, null, null, null);
    }

    static TokenException lasting(String message, Throwable cause) {
        return new TokenException(Fault.LASTING, message, 0, null, null, null, cause);
    }

    static TokenException passing(String message, @Nullable Throwable cause) {
        return new TokenException(Fault.PASSING, message, 0, null, null, null, cause);
    }

    static TokenException interrupted(InterruptedException cause) {
        return new TokenException(
                Fault.INTERRUPTED,
                "The thread was interrupted while it waited for an access token.",
                0,
                null,
                null,
                null,
                cause);
    }

    /** @param retryAfter as the server asked; null: it did not */
    static TokenException answered(
            Fault fault,
            String message,
            int status,
            @Nullable String error,
            @Nullable String errorDescription,
            @Nullable Duration retryAfter) {
        return new TokenException(fault, message, status, error, errorDescription, retryAfter, null);
    }

    /** The same again, for a caller that came while the server is left alone. */
    TokenException again(Duration wait) {
        return new TokenException(
                fault,
                "Not asked again for another " + Math.max(1, wait.toSeconds()) + " s, because: " + getMessage(),
                status,
                error,
                errorDescription,
                wait,
                this);
    }

    /** The same, thrown by another thread, which has a stack of its own. */
    TokenException here() {
        return new TokenException(fault, getMessage(), status, error, errorDescription, retryAfter, this);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The code of the server's answer, such as {@code invalid_client}; empty: it gave none, or there is no answer. */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** What the server says about it: one line, for people. */
    public Optional<String> errorDescription() {
        return Optional.ofNullable(errorDescription);
    }

    /** The HTTP status of the server's answer; empty: there is none, or its content was the fault. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /**
     * How long it takes until the server is asked again: as it said in {@code Retry-After}, or what is left of a pause
     * after a failure. Until then every call fails at once.
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    Fault fault() {
        return fault;
    }
}
