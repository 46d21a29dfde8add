package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The command {@code restore}. The backup is unpacked, checked and prepared beside the database; then one rename puts
 * it in the database's place. So a restore that ends early, in whatever way, leaves the old database, and one that ends
 * after the rename leaves the new one. The journal of used JWTs is left as it is: the prepared database names a run
 * that no journal is of, and the next start refuses what may have been used before it.
 */
final class RestoreCommand {
    private final DataDirectory data;
    private final Path keyRing;
    private final Consumer<Step> reached;

    /** What is done, in this order. */
    enum Step {
        CLAIMED,
        UNPACKED,
        PREPARED,
        /** The database is the restored one from here on. */
        REPLACED
    }

    /** @param reached called after each step; for tests */
    RestoreCommand(DataDirectory data, Path keyRing, Consumer<Step> reached) {
        this.data = data;
        this.keyRing = keyRing;
        this.reached = reached;
    }

    /** Returns what the backup says of itself. */
    BackupFile.Facts run(Path from) throws StartupException {
        if (!Files.isReadable(from)) {
            throw new StartupException("cannot read the backup " + from);
        }
        if (!Files.isReadable(keyRing)) {
            throw new StartupException("the key ring " + keyRing + " is missing, or cannot be read: put the master.keys"
                    + " of the server there that the backup was made of");
        }
        Closeable lock = data.claim();
        try {
            reached.accept(Step.CLAIMED);
            return restore(from);
        } catch (IOException e) {
            throw StartupException.because("cannot restore into " + data.path(), e);
        } finally {
            release(lock);
        }
    }

    private void release(Closeable lock) throws StartupException {
        try {
            lock.close();
        } catch (IOException e) {
            throw StartupException.because("cannot unlock " + data.path(), e);
        }
    }

    private BackupFile.Facts restore(Path from) throws IOException, StartupException {
        PrivateFiles.deleteTree(data.run());
        DataDirectory draft = new DataDirectory(data.run().resolve("restored"));
        try {
            PrivateFiles.createDirectories(draft.path());
            BackupFile.Facts facts = unpack(from, draft);
            reached.accept(Step.UNPACKED);
            prepare(draft, facts);
            PrivateFiles.force(draft.databaseFile());
            reached.accept(Step.PREPARED);
            Files.move(
                    draft.databaseFile(),
                    data.databaseFile(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.forceDirectory(data.path());
            reached.accept(Step.REPLACED);
            return facts;
        } finally {
            PrivateFiles.deleteTree(data.run());
        }
    }

    private static BackupFile.Facts unpack(Path from, DataDirectory draft) throws IOException, StartupException {
        PrivateFiles.createNew(draft.databaseFile());
        try (OutputStream out = Files.newOutputStream(draft.databaseFile(), StandardOpenOption.WRITE)) {
            return BackupFile.read(from, out);
        }
    }

    private void prepare(DataDirectory draft, BackupFile.Facts facts) throws StartupException {
        try (HikariDataSource pool = Pool.embedded(draft)) {
            Product.adoptRestored(pool, keyRing, facts.takenAt());
        }
    }
}
