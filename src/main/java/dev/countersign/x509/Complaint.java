package dev.countersign.x509;

import dev.countersign.auth.UnacceptableKeyException;

/** Says what is wrong with what an administrator brought, and with which field of the form. Stateless. */
final class Complaint {

    private Complaint() {}

    static UnacceptableKeyException ofFile(String sentence) {
        return new UnacceptableKeyException("file", sentence);
    }

    static UnacceptableKeyException ofFile(String sentence, Throwable cause) {
        return new UnacceptableKeyException("file", sentence, cause);
    }

    static UnacceptableKeyException ofAlias(String sentence) {
        return new UnacceptableKeyException("alias", sentence);
    }

    static UnacceptableKeyException ofFormat(String sentence) {
        return new UnacceptableKeyException("format", sentence);
    }

    static UnacceptableKeyException ofPassword(String sentence) {
        return new UnacceptableKeyException("store_password", sentence);
    }
}
