package dev.countersign.manage;

/**
 * A key, a certificate or a file of them that is refused; the message gives the reason, in a whole sentence, and is
 * safe to show.
 */
public final class UnacceptableKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field the one at fault, by its name in the interface: {@code file}, {@code alias}, {@code store_password}
     *     and so on
     */
    public UnacceptableKeyException(String field, String message) {
        super(message);
        this.field = field;
    }

    public UnacceptableKeyException(String field, String message, Throwable cause) {
        super(message, cause);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
