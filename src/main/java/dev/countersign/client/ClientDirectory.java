package dev.countersign.client;

import java.util.Optional;

/**
 * Clients that can also be listed and searched. All methods throw {@link UnavailableException} when the store cannot be
 * asked. Thread-safe.
 */
public interface ClientDirectory extends ClientStore {

    /**
     * One page of the clients.
     *
     * @param search empty: all clients, ordered by id. Otherwise those where a word of the id or of the name, or what
     *     follows it, begins with this text, without regard to case; of a long text at least the first 64 characters
     *     count
     * @param after where the page before ended, as its {@link Page#next()} said
     * @param limit at most this many clients
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     */
    Page<Client> page(String search, Optional<String> after, int limit);

    /** How many clients are registered. */
    long count();
}
