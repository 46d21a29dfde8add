package dev.countersign.auth;

import dev.countersign.client.ClientCertificate;
import java.util.List;

/** Takes in the public keys that a client's administrator brings. Thread-safe. */
@FunctionalInterface
public interface KeyImporter {

    /**
     * Reads a file in bounded time and memory, and keeps nothing of a private key in it.
     *
     * @throws UnacceptableKeyException when it is not what it is said to be, or a key that is too weak, or a certificate at the wrong time
     * @throws BusyException when as many files as may be are being read already
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
