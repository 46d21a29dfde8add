package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The command {@code backup}: asks the running server through its {@link OwnerSocket}, or copies the database itself
 * when none runs. Either way the file is written here, with the rights of the one who asks. Stateless.
 */
final class BackupCommand {
    private static final Duration CONNECTED_PATIENCE = Duration.ofSeconds(30);
    /** The server copies its database first. */
    private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(10);

    private BackupCommand() {}

    /** Returns what the backup says of itself. */
    static BackupFile.Facts run(DataDirectory data, Path to, String version, Consumer<AutoCloseable> keep)
            throws StartupException {
        if (Files.exists(to)) {
            throw exists(to);
        }
        Path directory = Objects.requireNonNull(to.toAbsolutePath().getParent());
        if (!Files.isDirectory(directory)) {
            throw new StartupException("there is no directory " + directory + " for the backup");
        }
        if (!Files.isDirectory(data.path())) {
            throw new StartupException("there is no data directory " + data.path());
        }
        Path draft = directory.resolve("." + to.getFileName() + '.' + UUID.randomUUID());
        keep.accept(() -> Files.deleteIfExists(draft));
        try {
            PrivateFiles.createNew(draft);
            try (FileChannel file = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                fetch(data, file, version);
                file.force(true);
            }
            BackupFile.Facts facts = BackupFile.read(draft, OutputStream.nullOutputStream());
            publish(draft, to);
            PrivateFiles.forceDirectory(directory);
            return facts;
        } catch (FileAlreadyExistsException e) {
            throw exists(to);
        } catch (IOException e) {
            throw StartupException.because("cannot write the backup " + to, e);
        }
    }

    private static StartupException exists(Path to) {
        return new StartupException(to + " exists already: a backup is not written over another file");
    }

    /** A link first: it fails where a file of that name has come up meanwhile, which a move would replace. */
    private static void publish(Path draft, Path to) throws IOException {
        try {
            Files.createLink(to, draft);
            Files.delete(draft);
        } catch (UnsupportedOperationException e) {
            Files.move(draft, to);
        }
    }

    private static void fetch(DataDirectory data, WritableByteChannel file, String version)
            throws IOException, StartupException {
        Optional<Closeable> lock = data.claimUnlessInUse();
        if (lock.isEmpty()) {
            ask(data, file);
            return;
        }
        try {
            copy(data, file, version);
        } finally {
            lock.get().close();
        }
    }

    private static void ask(DataDirectory data, WritableByteChannel file) throws IOException, StartupException {
        Optional<OwnerConnection> connected = OwnerSocket.connect(data.run());
        if (connected.isEmpty()) {
            throw new StartupException("the data directory " + data.path() + " is in use by another process, which does"
                    + " not listen at its socket: a server that is starting or ending, or another command");
        }
        try (OwnerConnection connection = connected.get()) {
            connection.writeLine(OwnerSocket.BACKUP, CONNECTED_PATIENCE);
            String answer = connection.readLine(ANSWER_PATIENCE);
            if (answer.startsWith(OwnerSocket.REFUSED)) {
                throw new StartupException(answer.substring(OwnerSocket.REFUSED.length()));
            }
            if (!answer.matches(OwnerSocket.OK + "[0-9]{1,18}")) {
                throw new StartupException("the server's answer is not understood: is it of another version?");
            }
            long left = Long.parseLong(answer.substring(OwnerSocket.OK.length()));
            while (left > 0) {
                ByteBuffer part = connection.read(left, CONNECTED_PATIENCE);
                left -= part.remaining();
                while (part.hasRemaining()) {
                    file.write(part);
                }
            }
        }
    }

    private static void copy(DataDirectory data, WritableByteChannel file, String version)
            throws IOException, StartupException {
        if (!Files.exists(data.databaseFile())) {
            throw new StartupException("there is no embedded database in " + data.path()
                    + " (a database behind --jdbc-url is backed up by its own tools: pg_dump, mariadb-dump)");
        }
        PrivateFiles.deleteTree(data.run());
        PrivateFiles.createDirectories(data.run());
        try (HikariDataSource pool = Pool.embedded(data)) {
            Path backup =
                    new DatabaseCopy(pool, data.run(), version, new ReentrantLock(), InstantSource.system()).make();
            Files.copy(backup, Channels.newOutputStream(file));
        } finally {
            PrivateFiles.deleteTree(data.run());
        }
    }
}
