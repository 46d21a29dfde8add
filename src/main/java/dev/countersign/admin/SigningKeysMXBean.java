package dev.countersign.admin;

import dev.countersign.manage.Description;
import java.util.Map;

/**
 * Lets operators look at the keys that sign access tokens, make one, and withdraw a stolen one, over JMX. Each call
 * asks the store. Times are ISO 8601, in UTC.
 */
@Description("The keys that sign access tokens.")
public interface SigningKeysMXBean {

    /**
     * The keys by their kid.
     *
     * @throws IllegalStateException when the store cannot be asked
     */
    @Description("The keys by their kid, without private halves; throws IllegalStateException while the store is away.")
    Map<String, Key> getKeys();

    /**
     * Makes and publishes a key, which signs when it is its turn. Returns its kid.
     *
     * @throws IllegalStateException when there are 20 keys already, or the store cannot be asked
     */
    @Description("Makes and publishes a key, which signs when it is its turn. Returns its kid.")
    String create();

    /**
     * Removes a key: on every node within a second, no token that it signed is valid any more. Where it was active, the
     * next published key signs at once, else a new one.
     *
     * @throws IllegalArgumentException when there is no such key
     * @throws IllegalStateException when the store cannot be asked; nothing is withdrawn then
     */
    @Description("Removes a key: on every node within a second, all tokens that it signed are dead.")
    void withdraw(String kid);

    /**
     * A signing key, without its private half.
     *
     * @param state {@code published}, {@code active} or {@code retired}
     * @param activeSince when it began to sign; empty: it has not
     * @param lastTokenExpiresAt when the last token that it signed has ended; empty: it is not retired
     */
    record Key(
            String kid,
            String algorithm,
            String state,
            String createdAt,
            String activeSince,
            String lastTokenExpiresAt) {}
}
