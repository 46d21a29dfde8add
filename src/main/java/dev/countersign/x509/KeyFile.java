package dev.countersign.x509;

import dev.countersign.auth.KeyUpload;
import java.io.IOException;

/** Reads files of one format. Thread-safe. */
@FunctionalInterface
interface KeyFile {

    /**
     * Finds the client's keys, and does not ask yet whether they will do.
     *
     * @throws IOException when the file is broken
     * @throws dev.countersign.auth.UnacceptableKeyException when there is something better to say
     */
    FileContents read(KeyUpload upload) throws IOException;
}
