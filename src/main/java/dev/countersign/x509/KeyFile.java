package dev.countersign.x509;

import dev.countersign.manage.KeyUpload;
import java.io.IOException;

/** Reads files of one format. Thread-safe. */
@FunctionalInterface
interface KeyFile {

    /**
     * Finds the client's keys, without checking yet whether they are acceptable.
     *
     * @throws IOException when the file is broken
     * @throws dev.countersign.manage.UnacceptableKeyException when a more exact reason is known
     */
    FileContents read(KeyUpload upload) throws IOException;
}
