package dev.countersign.launch;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes the key ring of a server that runs by itself: one line, {@code <id> <Base64 of 32 random bytes>}. */
final class MasterKey {
    private static final String FIRST_ID = "k1";
    private static final int BYTES = 32;

    private MasterKey() {}

    /** Creates the file unless it exists. */
    static void ensure(DataDirectory data) throws StartupException {
        if (Files.exists(data.keyRing())) {
            return;
        }
        // A new key cannot read what the lost key encrypted, and would hide the loss.
        if (Files.exists(data.databaseFile())) {
            throw new StartupException("the database " + data.databaseFile() + " has lost its key ring "
                    + data.keyRing() + ": restore it");
        }
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        data.write(data.keyRing(), FIRST_ID + " " + Base64.getEncoder().encodeToString(key));
    }
}
