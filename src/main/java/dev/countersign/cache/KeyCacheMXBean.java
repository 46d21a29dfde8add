package dev.countersign.cache;

import dev.countersign.manage.Description;
import java.util.List;
import java.util.Map;

/**
 * Lets operators look into the key cache and clear it, over JMX. All numbers count from the start; times are ISO 8601,
 * in UTC.
 */
@Description("The cached public keys of clients with signed JWTs, on this node.")
public interface KeyCacheMXBean {

    /**
     * Clears all of it, here at once and on every other node within a second: the next authentication of every client
     * asks for its keys anew. Returns how many entries were dropped here. When the store cannot be asked, the other
     * nodes are not notified, which is logged.
     */
    @Description(
            "Forgets the keys of all clients, here at once and on other nodes within a second. Returns how many entries were here.")
    int clear();

    /**
     * The same for one client. Returns 1, or 0 when it had no entry here.
     *
     * @throws IllegalArgumentException when the id is not a valid client id
     */
    @Description("The same for one client. Returns 1, or 0 when it had no entry here.")
    int clearClient(String clientId);

    @Description("The entries, by client id.")
    Map<String, Entry> getEntries();

    @Description("The number of clients with cached keys.")
    int getSize();

    @Description("How often requested keys were cached.")
    long getHits();

    @Description("How often they were not, or the named key was not among them.")
    long getMisses();

    @Description("How often keys were fetched from their source because of a request, failures included.")
    long getFetches();

    @Description("How often no keys could be fetched, also when older ones were used instead.")
    long getFetchFailures();

    @Description("How many entries were evicted for others: more than a few mean that the cache is too small.")
    long getEvictions();

    /**
     * When the cache or an entry was last cleared on this node on request, over JMX or by an administrator; empty:
     * never.
     */
    @Description("When the cache or an entry was last cleared on this node on request; empty: never.")
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
