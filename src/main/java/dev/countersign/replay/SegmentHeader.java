package dev.countersign.replay;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The header of each file of a journal. Immutable.
 *
 * @param boot the boot of the machine; {@link #NO_BOOT} where the system has no boot id
 * @param run the run of the server that wrote the file
 * @param inode of the file itself, so that a copy is recognized; 0 where the system has none
 * @param keyCheck of the key under which ids are hashed
 * @param number of the file; consecutive
 * @param first the first file whose marks had not all ended when this one began
 * @param since before it, assertions may have been used that the journal does not have; in microseconds since the epoch
 * @param latest the latest known time when the file began: files whose marks had ended by then may be deleted; in
 *     microseconds since the epoch
 */
record SegmentHeader(UUID boot, UUID run, long inode, long keyCheck, long number, long first, long since, long latest) {

    static final UUID NO_BOOT = new UUID(0, 0);

    static final int BYTES = 96;

    /** Includes the version of the format. */
    private static final long MAGIC = 0x4353_5245_504C_0001L;

    private static final int CHECKED_BYTES = BYTES - Long.BYTES;

    byte[] encoded() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES)
                .putLong(MAGIC)
                .putLong(boot.getMostSignificantBits())
                .putLong(boot.getLeastSignificantBits())
                .putLong(run.getMostSignificantBits())
                .putLong(run.getLeastSignificantBits())
                .putLong(inode)
                .putLong(keyCheck)
                .putLong(number)
                .putLong(first)
                .putLong(since)
                .putLong(latest);
        return buffer.putLong(checksum(buffer.array())).array();
    }

    /** Empty: the bytes are no valid header. */
    static Optional<SegmentHeader> decoded(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length != BYTES || buffer.getLong(CHECKED_BYTES) != checksum(bytes) || buffer.getLong() != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new SegmentHeader(
                new UUID(buffer.getLong(), buffer.getLong()),
                new UUID(buffer.getLong(), buffer.getLong()),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong()));
    }

    /** The header of another file of the same run. */
    SegmentHeader at(long otherNumber, long now) {
        return new SegmentHeader(boot, run, inode, keyCheck, otherNumber, first, since, now);
    }

    /** The same header with the inode of its own file and the number of the first live one. */
    SegmentHeader of(long madeInode, long firstAlive) {
        return new SegmentHeader(boot, run, madeInode, keyCheck, number, firstAlive, since, latest);
    }

    private static long checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CHECKED_BYTES);
        return crc.getValue();
    }
}
