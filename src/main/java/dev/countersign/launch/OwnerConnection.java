package dev.countersign.launch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A connection through the {@link OwnerSocket}, with bounded lines and bounded waits. Not thread-safe, but for {@link
 * #close()}.
 */
final class OwnerConnection implements Closeable {
    /** The longest line, its end included. */
    static final int MAX_LINE_BYTES = 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    OwnerConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        this.selector = Selector.open();
        this.key = channel.register(selector, 0);
    }

    /**
     * Reads up to the next line feed, which is left out.
     *
     * @param patience for the whole line
     * @throws IOException when the line is too long, the time is up, or the other side has gone
     */
    String readLine(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        ByteBuffer line = ByteBuffer.allocate(MAX_LINE_BYTES);
        while (true) {
            while (received.hasRemaining()) {
                byte next = received.get();
                if (next == '\n') {
                    return new String(line.array(), 0, line.position(), StandardCharsets.UTF_8);
                }
                if (line.position() == MAX_LINE_BYTES - 1) {
                    throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
                }
                line.put(next);
            }
            fill(deadline);
        }
    }

    /**
     * The next bytes, at least one.
     *
     * @param most at most so many
     */
    ByteBuffer read(long most, Duration patience) throws IOException {
        if (!received.hasRemaining()) {
            fill(System.nanoTime() + patience.toNanos());
        }
        int length = (int) Math.min(most, received.remaining());
        ByteBuffer part = received.slice(received.position(), length);
        received.position(received.position() + length);
        return part;
    }

    void writeLine(String line, Duration patience) throws IOException {
        write(ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8)), patience);
    }

    /** @param patience while the other side takes nothing */
    void write(ByteBuffer bytes, Duration patience) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_WRITE, System.nanoTime() + patience.toNanos());
            }
        }
    }

    private void fill(long deadline) throws IOException {
        received.clear();
        int count = 0;
        try {
            count = channel.read(received);
            while (count == 0) {
                await(SelectionKey.OP_READ, deadline);
                count = channel.read(received);
            }
        } finally {
            received.flip();
        }
        if (count < 0) {
            throw new EOFException("the other side has closed the connection");
        }
    }

    private void await(int operation, long deadline) throws IOException {
        key.interestOps(operation);
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("the other side does not go on");
        }
        selector.select(left);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
