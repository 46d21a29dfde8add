package dev.countersign.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** An origin on loopback that does with a connection whatever the test wants, bytes and silence included. */
final class RawOrigin implements AutoCloseable {

    private final ServerSocket server;
    private final Talk talk;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    RawOrigin(Talk talk) throws IOException {
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.talk = talk;
        threads.execute(this::accept);
    }

    /** One that reads the request and sends these bytes. */
    static RawOrigin sending(String head, byte[] body) throws IOException {
        return new RawOrigin((in, out) -> {
            readRequest(in);
            out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        });
    }

    /** Up to the empty line. */
    static String readRequest(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            request.append((char) next);
        }
        return request.toString();
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    URI url(String path) {
        return origin().resolve(path);
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                // The end of the test.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.with(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            // The other side has gone, as is its right.
            open.remove(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What happens on one connection. */
    @FunctionalInterface
    interface Talk {
        void with(InputStream in, OutputStream out) throws IOException, InterruptedException;
    }
}
