package dev.countersign.token;

import java.util.List;

/**
 * The signing keys, as an administrator sees and changes them. Each change takes effect on every node within a second.
 * All methods throw {@link dev.countersign.client.UnavailableException} when the store cannot be asked. Thread-safe.
 */
public interface SigningKeys {

    /** In the order of their creation, as the store has them now. */
    List<SigningKey> all();

    /** Makes and publishes a key, which signs once it is activated, or when it is its turn. */
    SigningKey create(String actor);

    /**
     * Lets a published key sign from now on, and retires the one that did.
     *
     * @param early whether it may be done before the lead has passed: resource servers may not know the key yet
     * @throws RefusedKeyChangeException {@code MISSING}, {@code NOT_PUBLISHED}, {@code TOO_EARLY}
     */
    SigningKey activate(String kid, boolean early, String actor);

    /**
     * Removes a key: no token that it signed is valid from now on. Where it was active, the next published key signs at
     * once, else a new one.
     *
     * @throws RefusedKeyChangeException {@code MISSING}
     */
    void withdraw(String kid, String actor);
}
