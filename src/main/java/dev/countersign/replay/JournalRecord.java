package dev.countersign.replay;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A mark as it stands in a journal: of fixed length, with a checksum. Stateless. */
final class JournalRecord {

    static final int BYTES = 32;

    private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

    private JournalRecord() {}

    static byte[] encoded(Mark mark) {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES)
                .putLong(mark.high())
                .putLong(mark.low())
                .putLong(mark.until())
                .putInt(mark.client());
        return buffer.putInt(checksum(buffer.array())).array();
    }

    /** Empty: the bytes are no valid record. */
    static Optional<Mark> decoded(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long high = buffer.getLong();
        long low = buffer.getLong();
        long until = buffer.getLong();
        int client = buffer.getInt();
        return buffer.getInt() == checksum(bytes) ? Optional.of(new Mark(high, low, client, until)) : Optional.empty();
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CHECKED_BYTES);
        return (int) crc.getValue();
    }
}
