package dev.countersign.auth;

import java.util.UUID;

/**
 * The id of the server's latest run, kept in the store. Each start begins a run, with any kind of replay guard, so that
 * a journal which lacks the assertions that a later run has accepted is recognized by its older run id. Thread-safe.
 */
public interface GuardRuns {

    /** The run id of a store that no server has used before, so that no assertion was accepted yet. */
    UUID NONE = new UUID(0, 0);

    /**
     * The run that was begun last.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    UUID last();

    /**
     * Makes this the last run; kept when this returns.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    void begin(UUID run);
}
