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
     * The next question that holds the first text reaches the database, and the answer to it that holds the second one
     * is lost: the database has done what it was asked to, and the connection ends instead.
     */
    Trap loseAnswer(String question, String answer) {
        return set(new Trap(question, Optional.empty(), Optional.of(answer)));
    }

    /** The same, of the answer to the next question on that connection that holds the last text. */
    Trap loseAnswerTo(String question, String last) {
        return set(new Trap(question, Optional.of(last), Optional.of("")));
    }

    /**
     * The next question that holds this text is kept back with all that follows on its connection, which stays open.
     */
    Trap keepBackQuestion(String question) {
        return set(new Trap(question, Optional.empty(), Optional.empty()));
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
                start("proxy-question", () -> forward(link, link.client, link.database, piece -> mayAsk(link, piece)));
                start("proxy-answer", () -> forward(link, link.database, link.client, piece -> mayAnswer(link, piece)));
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

    /** To the database. */
    private boolean mayAsk(Link link, String piece) {
        if (link.awaited
                .filter(set -> set.last.filter(piece::contains).isPresent())
                .isPresent()) {
            link.losing = link.awaited;
        }
        Optional<Trap> set = trap.filter(next -> piece.contains(next.question));
        if (set.isEmpty()) {
            return true;
        }
        trap = Optional.empty();
        if (set.get().last.isPresent()) {
            link.awaited = set;
            return true;
        }
        if (set.get().answer.isPresent()) {
            link.losing = set;
            return true;
        }
        set.get().sprung.countDown();
        link.awaitEnd(closed);
        return false;
    }

    private boolean mayAnswer(Link link, String piece) {
        Optional<Trap> losing =
                link.losing.filter(set -> set.answer.filter(piece::contains).isPresent());
        losing.ifPresent(set -> set.sprung.countDown());
        return losing.isEmpty();
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

    /** Waits for a question, and for the answer to it if there is one to lose. */
    static final class Trap {
        private final String question;
        private final Optional<String> last;
        private final Optional<String> answer;
        private final CountDownLatch sprung = new CountDownLatch(1);

        private Trap(String question, Optional<String> last, Optional<String> answer) {
            this.question = question;
            this.last = last;
            this.answer = answer;
        }

        void await() throws InterruptedException {
            if (!sprung.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nothing came that holds " + question + answer);
            }
        }
    }

    /** Both halves of a connection. */
    private final class Link implements AutoCloseable {
        private final Socket client;
        private final Socket database;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Optional<Trap> awaited = Optional.empty();
        private volatile Optional<Trap> losing = Optional.empty();

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
