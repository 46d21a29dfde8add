package dev.countersign.fetch;

import java.io.IOException;

/** A fetch came to nothing. Its message tells which kind of failure it was, and nothing of what the origin answered but its status. */
final class FetchFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Without a cause: the texts of the libraries below quote what the origin sent. */
    FetchFailedException(String kind) {
        super(kind);
    }

    String kind() {
        return String.valueOf(getMessage());
    }
}
