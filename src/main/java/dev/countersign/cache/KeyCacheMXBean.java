package dev.countersign.cache;

import java.util.List;
import java.util.Map;

/**
 * Lets operators look into the key cache and clear it, over JMX. All numbers count from the start; times are ISO 8601,
 * in UTC.
 */
public interface KeyCacheMXBean {

    /**
     * Clears all of it, here at once and on every other node within a second: the next authentication of every client
     * asks for its keys anew. Returns how many entries were dropped here. When the store cannot be asked, the other
     * nodes are not notified, which is logged.
     */
    int clear();

    /**
     * The same for one client. Returns 1, or 0 when it had no entry here.
     *
     * @throws IllegalArgumentException when the id is not a valid client id
     */
    int clearClient(String clientId);

    /** The entries, by client id. */
    Map<String, Entry> getEntries();

    /** The number of clients with cached keys. */
    int getSize();

    /** How often requested keys were cached. */
    long getHits();

    /** How often they were not, or the named key was not among them. */
    long getMisses();

    /** How often keys were fetched from their source because of a request, failures included. */
    long getFetches();

    /** How often no keys could be fetched, including when older ones were used instead. */
    long getFetchFailures();

    /** How many entries were evicted for others: more than a few mean that the cache is too small. */
    long getEvictions();

    /**
     * When the cache or an entry was last cleared on this node on request, over JMX or by an administrator; empty:
     * never.
     */
    String getLastCleared();

    /**
     * The keys of one client.
     *
     * @param keys the key ids, or else the certificates' thumbprints; {@code -} where a key has neither
     * @param fetchedAt when their source was asked
     * @param expiresAt when their source will be asked again
     * @param lastError why the latest attempt failed, where there was one after {@code fetchedAt}; otherwise empty
     * @param remarks which keys are left out or used without one of their members, and why, a sentence for each
     */
    record Entry(
            String client,
            List<String> keys,
            String fetchedAt,
            String expiresAt,
            String lastError,
            List<String> remarks) {

        public Entry {
            keys = List.copyOf(keys);
            remarks = List.copyOf(remarks);
        }
    }
}
