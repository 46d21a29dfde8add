package dev.countersign.fetch;

import java.io.IOException;

/**
 * A failed fetch. Its message names the kind of failure, and repeats nothing of the origin's response but its status.
 */
final class FetchFailedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Without a cause: exceptions of the HTTP library quote the origin's response. */
    FetchFailedException(String kind) {
        super(kind);
    }

    String kind() {
        return String.valueOf(getMessage());
    }
}
