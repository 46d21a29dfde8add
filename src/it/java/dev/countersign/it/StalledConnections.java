package dev.countersign.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many connections to one port that send something and then stay as they are. Those that the server closes are not
 * missed.
 */
final class StalledConnections implements AutoCloseable {
    private static final int SMALL_WINDOW_BYTES = 4096;

    private final int port;
    private final List<Socket> sockets = new ArrayList<>();

    StalledConnections(int port) {
        this.port = port;
    }

    /** From 127.0.0.1, each of them. */
    StalledConnections send(int count, String text) throws IOException {
        for (int i = 0; i < count; i++) {
            send(open(1), text);
        }
        return this;
    }

    /** Each from a loopback address of its own. */
    StalledConnections sendFromManySources(int count, String text) throws IOException {
        for (int i = 0; i < count; i++) {
            send(open(2 + i), text);
        }
        return this;
    }

    private Socket open(int source) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        // What is not read is kept by the server, not here.
        socket.setReceiveBufferSize(SMALL_WINDOW_BYTES);
        byte[] address = {127, 0, (byte) (source >> Byte.SIZE), (byte) source};
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException closed) {
            // The server has had enough of it.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
