package dev.countersign.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Identifies the current boot of this machine: what a killed process has written without a sync survives only until the
 * machine goes down. Stateless.
 */
final class BootId {

    private static final Logger LOG = LoggerFactory.getLogger(BootId.class);
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /** Empty where the system has no such id. */
    static Optional<UUID> read() {
        try {
            return Optional.of(UUID.fromString(
                    Files.readString(LINUX, StandardCharsets.US_ASCII).strip()));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("no boot id at {}", LINUX, e);
            return Optional.empty();
        }
    }
}
