package dev.countersign.manage;

import dev.countersign.auth.KeySource.Resolved;
import java.util.Optional;

/** The key sets that clients publish, as administration tries their URLs. Thread-safe. */
public interface PublishedKeySets {

    /**
     * Why the settings do not allow a URL, whatever its host answers; in a whole sentence, for administrators. Looks no
     * name up.
     *
     * @param url well-formed
     * @return empty: it may be fetched
     */
    Optional<String> forbidden(String url);

    /**
     * The keys at a URL, fetched within the limits that hold for every client. Nothing is registered.
     *
     * @param now whether it is fetched although a fresh set is cached, or the back-off after a failure is not over
     * @throws dev.countersign.client.UnavailableException when it cannot be fetched; the message is safe to show
     */
    Resolved fetch(String url, boolean now);
}
