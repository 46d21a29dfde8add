package dev.countersign.token;

/** The public halves of our signing keys, as resource servers get them (RFC 7517, section 5). Thread-safe. */
@FunctionalInterface
public interface PublishedKeys {

    /** @throws dev.countersign.client.UnavailableException when they are not known and the store cannot be asked */
    Document document();

    /**
     * The key set.
     *
     * @param json ASCII only
     * @param entityTag for the field {@code ETag}, with quotes
     */
    record Document(String json, String entityTag) {}
}
