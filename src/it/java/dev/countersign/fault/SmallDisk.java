package dev.countersign.fault;

import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of a few megabytes in memory, which can be filled and be made free again. */
final class SmallDisk implements AutoCloseable {

    private static final String FILLING = "filling";

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** Needs the right to mount. Any user may go there. */
    static SmallDisk mount(int megabytes) throws IOException, InterruptedException {
        Path path = Files.createTempDirectory("disk");
        if (run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString()) != 0) {
            throw Program.MOUNT.missing();
        }
        return new SmallDisk(path);
    }

    Path path() {
        return path;
    }

    /** Until not a byte more goes on it. */
    void fill() throws IOException {
        try (FileChannel channel = FileChannel.open(
                path.resolve(FILLING),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            ByteBuffer block = ByteBuffer.allocate(4096);
            while (Files.getFileStore(path).getUsableSpace() > 0) {
                channel.write(block.rewind());
            }
        }
    }

    void free() throws IOException {
        Files.delete(path.resolve(FILLING));
    }

    /** Those who use it have ended. */
    @Override
    public void close() throws IOException {
        try {
            if (run("umount", path.toString()) != 0) {
                throw new IOException("cannot unmount " + path);
            }
            Files.delete(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
