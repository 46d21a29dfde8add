package dev.countersign.kit;

/**
 * Says why a client cannot sign with, or publish, the key that it was given. Its message is for the developer, and
 * repeats neither keys nor passwords.
 */
public final class UnusableKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** What is wrong, for programs that tell the cases apart. */
    public enum Problem {
        /** The key store or JWK cannot be read, or is none. */
        UNREADABLE,
        WRONG_PASSWORD,
        NO_SUCH_ALIAS,
        /** There is an entry or a JWK, but without a private key, or with one that is not its public key's. */
        NO_PRIVATE_KEY,
        TOO_WEAK,
        /** A kind of key that no algorithm here takes. */
        UNKNOWN_KIND,
        ALGORITHM_DOES_NOT_FIT
    }

    UnusableKeyException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    UnusableKeyException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    /** What is wrong. */
    public Problem problem() {
        return problem;
    }
}
