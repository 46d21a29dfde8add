package dev.countersign.client;

/**
 * A client secret as it is stored: a text that says by itself how it was made (which function, which key). It cannot be turned back
 * into the secret, and is not printed all the same. Immutable.
 */
public record SecretHash(String text) {

    @Override
    public String toString() {
        return "SecretHash[hidden]";
    }
}
