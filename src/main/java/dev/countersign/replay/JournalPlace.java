package dev.countersign.replay;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a journal is kept. Immutable.
 *
 * @param dataDirectory the directory in which the journal creates its own
 * @param boot the boot of the machine; empty: the system has no such id
 */
record JournalPlace(Path dataDirectory, Optional<UUID> boot, SegmentFile.Opener opener) {

    static JournalPlace in(Path dataDirectory) {
        return new JournalPlace(dataDirectory, BootId.read(), SegmentFile::open);
    }
}
