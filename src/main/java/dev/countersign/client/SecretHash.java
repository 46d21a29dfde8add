package dev.countersign.client;

/**
 * A client secret as it is stored: a text that names the function and the key by which it was made. A hash cannot be
 * turned back into the secret; it is not printed nevertheless. Immutable.
 */
public record SecretHash(String text) {

    @Override
    public String toString() {
        return "SecretHash[hidden]";
    }
}
