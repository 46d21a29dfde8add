package dev.countersign.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before Countersign, so that a test can see what the proxy asks, and can take Countersign away. Thread-safe.
 */
final class Gate implements AutoCloseable {

    /** How a connection is served; returns when it is over. */
    private interface Service {
        void serve(Socket asking) throws IOException;
    }

    private final int behind;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> connections = new ArrayList<>();
    private final StringBuilder asked = new StringBuilder();
    private ServerSocket server;
    private CompletableFuture<Void> accepting = CompletableFuture.completedFuture(null);
    private Service service = this::pass;

    /** @param behind Countersign's port */
    Gate(int behind) throws IOException {
        this.behind = behind;
        this.server = listen(0);
        this.port = server.getLocalPort();
    }

    int port() {
        return port;
    }

    /** Countersign is there, which is so at first. */
    void open() throws IOException {
        become(this::pass, true);
    }

    /** Connections are refused. */
    void shut() throws IOException {
        become(this::pass, false);
    }

    /** Connections are taken, and nothing is ever answered. */
    void fallSilent() throws IOException {
        become(asking -> asking.getInputStream().transferTo(OutputStream.nullOutputStream()), true);
    }

    /** Whatever is asked, this is said. */
    void answer(String... lines) throws IOException {
        String answer = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
        become(
                asking -> {
                    readHead(asking.getInputStream());
                    asking.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                },
                true);
    }

    /** All that Countersign was sent since the last call. */
    synchronized String asked() {
        String text = asked.toString();
        asked.setLength(0);
        return text;
    }

    @Override
    public void close() throws IOException {
        shut();
        threads.shutdownNow();
    }

    private void become(Service next, boolean listening) throws IOException {
        synchronized (this) {
            service = next;
            for (Socket connection : connections) {
                connection.close();
            }
            connections.clear();
        }
        if (!listening) {
            server.close();
            // Until then the port is still taken.
            accepting.join();
        } else if (server.isClosed()) {
            server = listen(port);
        }
    }

    private ServerSocket listen(int at) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        accepting = CompletableFuture.runAsync(() -> accept(listening), threads);
        return listening;
    }

    private void accept(ServerSocket listening) {
        while (true) {
            try {
                Socket asking = listening.accept();
                Service current = enter(asking);
                threads.execute(() -> end(asking, current));
            } catch (IOException e) {
                return; // It was closed.
            }
        }
    }

    private synchronized Service enter(Socket connection) {
        connections.add(connection);
        return service;
    }

    private static void end(Socket asking, Service current) {
        try (asking) {
            current.serve(asking);
        } catch (IOException e) {
            // One of the two has gone, which is what a test of this kind is about.
            return;
        }
    }

    private void pass(Socket asking) throws IOException {
        try (Socket countersign = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            enter(countersign);
            threads.execute(() -> end(countersign, from -> from.getInputStream().transferTo(asking.getOutputStream())));
            byte[] buffer = new byte[8192];
            for (int n = asking.getInputStream().read(buffer);
                    n >= 0;
                    n = asking.getInputStream().read(buffer)) {
                note(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                countersign.getOutputStream().write(buffer, 0, n);
            }
        }
    }

    private synchronized void note(String text) {
        asked.append(text);
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                return;
            }
        }
    }
}
