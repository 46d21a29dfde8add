package dev.countersign.launch;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where the owner of the data directory can ask the running server for a backup: a Unix domain socket that only the
 * owner can connect to. A request names no path and no file: the server sends the backup, and the one who asks writes
 * it, with their own rights. One request at a time; the socket goes when this is closed, and with the directory of the
 * unpacked WAR at the next start. Thread-safe.
 */
final class OwnerSocket implements Closeable {
    /** The one request; the number is that of the protocol. */
    static final String BACKUP = "backup 1";

    /** Begins the answer, before the number of bytes that follow the line. */
    static final String OK = "ok ";

    /** Begins the answer, before the reason. */
    static final String REFUSED = "refused ";

    private static final String NAME = "owner.socket";
    /** Holds the path of the socket, where that is elsewhere. */
    private static final String POINTER = "owner.socket.path";

    /** What all systems take, in bytes; Linux takes 108 with the end, macOS 104. */
    private static final int MAX_PATH_BYTES = 100;

    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    /** After a connection that could not be taken, which the next one would meet too: too many open files. */
    private static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

    /** Between two log lines about that. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final Logger LOG = Logger.getLogger(OwnerSocket.class.getName());

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Accepting accepting;
    private final Duration acceptPause;
    private final Backups backups;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** When the last failure to take a connection was logged, by {@link System#nanoTime()}; the thread's own. */
    private Optional<Long> logged = Optional.empty();
    /** The connection whose request is being answered. */
    private volatile Optional<OwnerConnection> current = Optional.empty();

    /** Makes a backup. */
    @FunctionalInterface
    interface Backups {

        /**
         * A new file, which the caller deletes.
         *
         * @throws StartupException when there can be none; its message is for the one who asked
         */
        Path make() throws StartupException;
    }

    /** Takes the next connection. */
    @FunctionalInterface
    interface Accepting {
        SocketChannel accept() throws IOException;
    }

    private OwnerSocket(
            Path socket, ServerSocketChannel channel, Accepting accepting, Duration acceptPause, Backups backups) {
        this.socket = socket;
        this.channel = channel;
        this.accepting = accepting;
        this.acceptPause = acceptPause;
        this.backups = backups;
        this.thread = new Thread(this::run, "owner-socket");
        thread.setDaemon(true);
    }

    /**
     * Listens until it is closed.
     *
     * @param run the directory of the unpacked WAR, which is the owner's alone and made anew at each start
     */
    static OwnerSocket open(Path run, Backups backups) throws IOException {
        return open(run, backups, accepting -> accepting, ACCEPT_PAUSE);
    }

    /** The same; for tests, with another way to take a connection, and another pause. */
    static OwnerSocket open(Path run, Backups backups, UnaryOperator<Accepting> way, Duration acceptPause)
            throws IOException {
        Path socket = place(run);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            PrivateFiles.restrict(socket);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        OwnerSocket open = new OwnerSocket(socket, channel, way.apply(channel::accept), acceptPause, backups);
        open.thread.start();
        return open;
    }

    /** Connects to the server that uses this directory; empty: there is none that listens. */
    static Optional<OwnerConnection> connect(Path run) throws IOException {
        Path pointer = run.resolve(POINTER);
        Path socket = Files.exists(pointer) ? Path.of(Files.readString(pointer).strip()) : run.resolve(NAME);
        if (!isShort(socket) || !Files.exists(socket)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OwnerConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket))));
        } catch (ConnectException e) {
            LOG.log(Level.FINE, "left from a killed process", e);
            return Optional.empty();
        }
    }

    /** Deletes what a killed process has left outside of this directory. */
    static void removeStale(Path run) throws IOException {
        Path pointer = run.resolve(POINTER);
        try {
            Path socket = Path.of(Files.readString(pointer).strip());
            if (socket.endsWith(NAME)) {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(Objects.requireNonNull(socket.getParent()));
            }
        } catch (NoSuchFileException e) {
            LOG.log(Level.FINEST, "nothing is left", e);
        }
    }

    /** In this directory, or below the system's temporary directory where the path would be too long. */
    private static Path place(Path run) throws IOException {
        Path usual = run.resolve(NAME);
        if (isShort(usual)) {
            return usual;
        }
        Path elsewhere = PrivateFiles.createTemporaryDirectory().resolve(NAME);
        PrivateFiles.write(run.resolve(POINTER), elsewhere.toString());
        return elsewhere;
    }

    private static boolean isShort(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }

    private void run() {
        while (channel.isOpen()) {
            accept().ifPresent(this::serve);
        }
    }

    /** Empty: there was none, or it could not be taken. */
    private Optional<SocketChannel> accept() {
        try {
            return Optional.of(accepting.accept());
        } catch (ClosedChannelException e) {
            LOG.log(Level.FINE, "the socket is closed", e);
        } catch (IOException | RuntimeException e) {
            logRarely(e);
            pause();
        }
        return Optional.empty();
    }

    private void logRarely(Exception failure) {
        long now = System.nanoTime();
        if (logged.isEmpty() || now - logged.get() > QUIET.toNanos()) {
            logged = Optional.of(now);
            LOG.log(
                    Level.WARNING,
                    "the owner''s socket takes no connection, and backups fail meanwhile: {0} (this is logged once a"
                            + " minute)",
                    Reasons.of(failure));
        }
    }

    /** Ends early when the socket is closed. */
    private void pause() {
        try {
            if (closed.await(acceptPause.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.fine("the socket is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel accepted) {
        try (OwnerConnection connection = new OwnerConnection(accepted)) {
            current = Optional.of(connection);
            answer(connection);
        } catch (ClosedChannelException | ClosedSelectorException e) {
            LOG.log(Level.FINE, "the socket is closed", e);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "a request of the owner was not answered: {0}", Reasons.of(e));
        } finally {
            current = Optional.empty();
        }
    }

    private void answer(OwnerConnection connection) throws IOException {
        if (!connection.readLine(REQUEST_PATIENCE).equals(BACKUP)) {
            connection.writeLine(REFUSED + "this server does not know the request", WRITE_PATIENCE);
            return;
        }
        Path backup;
        try {
            backup = backups.make();
        } catch (StartupException e) {
            LOG.log(Level.WARNING, "no backup was made: {0}", e.getMessage());
            connection.writeLine(REFUSED + String.valueOf(e.getMessage()).replace('\n', ' '), WRITE_PATIENCE);
            return;
        }
        try {
            send(backup, connection);
        } finally {
            Files.deleteIfExists(backup);
        }
        LOG.info("a backup was made for the owner of the data directory");
    }

    private static void send(Path backup, OwnerConnection connection) throws IOException {
        try (FileChannel file = FileChannel.open(backup)) {
            connection.writeLine(OK + file.size(), WRITE_PATIENCE);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (file.read(chunk) >= 0) {
                connection.write(chunk.flip(), WRITE_PATIENCE);
                chunk.clear();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        closed.countDown();
        // Not by an interrupt, which would close the database's file too if a copy is being made.
        Optional<OwnerConnection> open = current;
        if (open.isPresent()) {
            open.get().close();
        }
        try {
            thread.join(END_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(socket);
        Path directory = Objects.requireNonNull(socket.getParent());
        if (directory.getFileName().toString().startsWith(PrivateFiles.TEMPORARY)) {
            Files.deleteIfExists(directory);
        }
    }
}
