package dev.countersign.store.file;

/** A file with clients cannot be read, or is not right. The message is for operators, and holds no credential. */
final class UnreadableFileException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableFileException(String message) {
        super(message, null, false, false);
    }
}
