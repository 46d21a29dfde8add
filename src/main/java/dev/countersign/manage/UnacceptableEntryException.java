package dev.countersign.manage;

import java.util.List;

/** A client in a file cannot be accepted. */
public final class UnacceptableEntryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Object> path;

    /**
     * @param path to the value that is to blame: names of members, and numbers of items from 0; empty: the client
     * @param message a sentence that repeats no credential
     */
    public UnacceptableEntryException(List<Object> path, String message) {
        super(message, null, false, false);
        this.path = List.copyOf(path);
    }

    /** To the value that is to blame. */
    public List<Object> path() {
        return path;
    }
}
