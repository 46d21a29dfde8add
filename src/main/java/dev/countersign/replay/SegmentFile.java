package dev.countersign.replay;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The file to which a journal appends. One thread at a time. */
interface SegmentFile extends Closeable {

    /** Opens files. */
    @FunctionalInterface
    interface Opener {

        SegmentFile open(Path file) throws IOException;
    }

    /** Appends all bytes; after a failure, a part of them may be written. */
    void append(byte[] bytes) throws IOException;

    /** Truncates the file to this length, where the next bytes are appended. */
    void cut(long length) throws IOException;

    /** Not by a channel: an interrupt of a writing thread would close it for all threads. */
    static SegmentFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        return new SegmentFile() {
            @Override
            public void append(byte[] bytes) throws IOException {
                file.write(bytes);
            }

            @Override
            public void cut(long length) throws IOException {
                file.setLength(length);
                file.seek(length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
