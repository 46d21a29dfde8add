package dev.countersign.cache;

import java.util.List;
import java.util.Map;

/** Lets operators look into the key cache and clear it, over JMX. All numbers count from the start; times are ISO 8601, in UTC. */
public interface KeyCacheMXBean {

    /**
     * Clears all of it, here at once and on every other node within a second: the next authentication of every client asks for its keys anew. Answers how many entries went here. When the store
     * cannot be asked, the other nodes are not told, and the log says so.
     */
    int clear();

    /**
     * The same for one client. Answers 1, or 0 when nothing was kept of it here.
     *
     * @throws IllegalArgumentException when no client can have this id
     */
    int clearClient(String clientId);

    /** What is kept, by client id. */
    Map<String, Entry> getEntries();

    /** How many clients' keys are kept. */
    int getSize();

    /** How often keys were there when they were asked for. */
    long getHits();

    /** How often they were not, or not the one that was named. */
    long getMisses();

    /** How often keys were fetched from the place where they are registered for the sake of a request, failures included. */
    long getFetches();

    /** How often they could not be had, or only older ones because asking failed. */
    long getFetchFailures();

    /** How many entries had to make room for others: more than a few tell that the cache is too small. */
    long getEvictions();

    /** When all of it or a part was last cleared by hand, on this node, over JMX or by an administrator; empty: never. */
    String getLastCleared();

    /**
     * The keys of one client.
     *
     * @param keys the key ids, or else the certificates' thumbprints; {@code -} where a key has neither
     * @param fetchedAt when the place where they are registered was asked
     * @param expiresAt when they will be asked for again
     * @param lastError why the latest attempt failed, where there was one after {@code fetchedAt}; otherwise empty
     */
    record Entry(String client, List<String> keys, String fetchedAt, String expiresAt, String lastError) {

        public Entry {
            keys = List.copyOf(keys);
        }
    }
}
