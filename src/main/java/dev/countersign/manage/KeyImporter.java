package dev.countersign.manage;

import dev.countersign.auth.BusyException;
import dev.countersign.client.ClientCertificate;
import java.util.List;

/** Imports the public keys that an administrator brings for a client. Thread-safe. */
@FunctionalInterface
public interface KeyImporter {

    /**
     * Reads a file in bounded time and memory, and keeps nothing of a private key in it.
     *
     * @throws UnacceptableKeyException when it is not of the stated format, a key is too weak, or a certificate is
     *     outside of its validity
     * @throws BusyException when the maximum number of files is being read already
     */
    ImportedKeys read(KeyUpload upload);

    /**
     * What was in it.
     *
     * @param keys at least one
     * @param warnings what the administrator should know, in whole sentences
     */
    record ImportedKeys(List<ClientCertificate> keys, List<String> warnings) {

        public ImportedKeys {
            keys = List.copyOf(keys);
            warnings = List.copyOf(warnings);
        }
    }
}
