package dev.countersign.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The network between nodes and their database: forwards, delays, stalls, cuts, loses one answer. Thread-safe. */
final class TcpProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int target;
    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile Optional<Trap> trap = Optional.empty();

    /** @param target a port of loopback */
    TcpProxy(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** For connections that are made from now on. */
    void leadTo(int port) {
        target = port;
    }

    /** From now on each piece of an answer comes that much later. */
    void delayAnswers(Duration time) {
        delay = time;
    }

    /** Nothing more gets through, and no connection ends. */
    void stall() {
        open = new CountDownLatch(1);
    }

    /** What was held back goes on. */
    void goOn() {
        open.countDown();
    }

    /** Ends all connections. */
    void cut() {
        links.forEach(Link::close);
    }

    /**
     * The next answer of the database that holds this text is lost: it has done what it was asked to, and the
     * connection ends instead.
     */
    Trap loseAnswerWith(String text) {
        return set(new Trap(text, false));
    }

    /** The next answer that holds this text is kept back with all that follows on its connection, which stays open. */
    Trap keepBackAnswerWith(String text) {
        return set(new Trap(text, true));
    }

    private Trap set(Trap next) {
        trap = Optional.of(next);
        return next;
    }

    @Override
    public void close() {
        closed.countDown();
        open.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() throws IOException {
        while (closed.getCount() > 0) {
            Socket client = server.accept();
            try {
                Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
                links.add(link);
                start("proxy-question", () -> forward(link, link.client, link.database, piece -> true));
                start("proxy-answer", () -> forward(link, link.database, link.client, piece -> mayPass(link, piece)));
            } catch (IOException e) {
                // Nobody listens there: so the client finds.
                client.close();
            }
        }
    }

    private void forward(Link link, Socket from, Socket to, Predicate<String> filter) throws IOException {
        try (link) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (from == link.database && !delay.isZero()) {
                    closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
                }
                open.await();
                if (!filter.test(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean mayPass(Link link, String piece) {
        Optional<Trap> set = trap;
        if (set.isEmpty() || !piece.contains(set.get().text)) {
            return true;
        }
        trap = Optional.empty();
        set.get().sprung.countDown();
        if (set.get().keepsBack) {
            link.awaitEnd(closed);
        }
        return false;
    }

    private static void start(String name, Run run) {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run();
                    } catch (IOException e) {
                        // The end of a connection, which is what this class is for.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Run {
        void run() throws IOException;
    }

    /** Waits for an answer that holds a text. */
    static final class Trap {
        private final String text;
        private final boolean keepsBack;
        private final CountDownLatch sprung = new CountDownLatch(1);

        private Trap(String text, boolean keepsBack) {
            this.text = text;
            this.keepsBack = keepsBack;
        }

        void await() throws InterruptedException {
            if (!sprung.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("no answer came that holds " + text);
            }
        }
    }

    /** Both halves of a connection. */
    private final class Link implements AutoCloseable {
        private final Socket client;
        private final Socket database;
        private final CountDownLatch ended = new CountDownLatch(1);

        Link(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void awaitEnd(CountDownLatch orThis) {
            try {
                while (orThis.getCount() > 0 && !ended.await(100, TimeUnit.MILLISECONDS)) {
                    Thread.onSpinWait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            links.remove(this);
            ended.countDown();
            try {
                client.close();
                database.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
