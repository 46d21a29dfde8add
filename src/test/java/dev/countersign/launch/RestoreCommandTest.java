package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.secret.KeyRing;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import dev.countersign.token.SigningKey;
import dev.countersign.token.SigningKeyStore.Edited;
import java.io.Closeable;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreCommandTest {
    private static final ClientId OLD = new ClientId("in-the-backup");
    private static final ClientId NEW = new ClientId("since-the-backup");
    private static final Instant MADE_AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID RUN = UUID.fromString("11111111-2222-3333-4444-555555555555");

    @TempDir
    Path directory;

    private DataDirectory data;
    private Path backup;

    @BeforeEach
    void makeABackup() throws Exception {
        data = new DataDirectory(directory.resolve("data"));
        PrivateFiles.createDirectories(data.path());
        MasterKey.ensure(data);
        backup = directory.resolve("backup.zip");
        try (HikariDataSource pool = Pool.embedded(data)) {
            new Schema(pool).migrate();
            try (JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
                KeyRing ring = KeyRing.parse(Files.readString(data.keyRing()));
                store.masterKeyChecks().add(ring.activeId(), ring.checkValue(ring.activeId()));
                store.guardRuns().begin(RUN);
                store.signingKeys()
                        .change(keys -> new Edited(List.of(key()), Optional.of(change("signing_key.create"))));
                create(store, OLD);
            }
        }
        BackupCommand.run(data, backup, "1", closeable -> {});
        try (HikariDataSource pool = Pool.embedded(data);
                JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
            create(store, NEW);
        }
    }

    @Test
    void whatIsInTheBackupIsThereAndNothingElse() throws Exception {
        BackupFile.Facts facts = command().run(backup);

        assertThat(facts.product()).isEqualTo("1");
        assertThat(facts.run()).isEqualTo(RUN.toString());
        assertRestored(true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.databaseFile())))
                .isEqualTo("rw-------");
        assertThat(data.run()).doesNotExist();
    }

    @Test
    void tok4_noSigningKeyOfTheBackupIsLeft() throws Exception {
        command().run(backup);

        try (HikariDataSource pool = Pool.embedded(data);
                JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
            assertThat(store.signingKeys().all()).isEmpty();
            assertThat(store.auditTrail()
                            .events(Optional.empty(), Optional.empty(), 2)
                            .items())
                    .extracting(event -> event.action())
                    .containsExactly("store.restore", "signing_key.withdraw");
        }
    }

    /** Also where the journal is of the run in the backup: it may have been copied with it. */
    @Test
    void jwt14_noJournalIsOfTheRestoredRun() throws Exception {
        command().run(backup);

        try (HikariDataSource pool = Pool.embedded(data);
                JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
            assertThat(store.guardRuns().last()).isNotEqualTo(RUN);
            assertThat(store.restoreMark().last()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(RestoreCommand.Step.class)
    void anEndAtAnyStepLeavesTheOldDatabaseOrTheNewOne(RestoreCommand.Step last) throws Exception {
        RestoreCommand broken = new RestoreCommand(data, data.keyRing(), step -> {
            if (step == last) {
                throw new IllegalStateException("broken at " + step);
            }
        });

        assertThatThrownBy(() -> broken.run(backup)).hasMessageContaining("broken at");

        assertRestored(last == RestoreCommand.Step.REPLACED);
        command().run(backup);
        assertRestored(true);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5_000})
    void aBackupThatEndsEarlyChangesNothing(int bytes) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "rw")) {
            file.setLength(bytes);
        }

        assertRefused("is no backup, or a damaged one");
    }

    @Test
    void aFlippedBitIsFound() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(backup.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int old = file.read();
            file.seek(file.length() / 2);
            file.write(old ^ 1);
        }

        assertRefused("");
    }

    @Test
    void anotherZipFileIsNoBackup() throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(backup))) {
            zip.putNextEntry(new ZipEntry("countersign.mv.db"));
        }

        assertRefused("is no backup of Countersign");
    }

    @Test
    void aWrongOrMissingMasterKeyIsTold() throws Exception {
        Files.move(data.keyRing(), directory.resolve("kept"));
        assertRefused("is missing");

        Files.writeString(data.keyRing(), "k1 " + "A".repeat(42) + "8=\n");
        assertRefused("is not the one under which this store was written");

        Files.delete(data.keyRing());
        Files.move(directory.resolve("kept"), data.keyRing());
        command().run(backup);
        assertRestored(true);
    }

    @Test
    void aDirectoryThatIsInUseIsLeftAlone() throws Exception {
        Closeable lock = data.claim();
        try {
            assertThatThrownBy(() -> command().run(backup))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            lock.close();
        }
        assertRestored(false);
    }

    @Test
    void anEmptyDirectoryNeedsTheMasterKeyOnly() throws Exception {
        DataDirectory empty = new DataDirectory(directory.resolve("empty"));
        PrivateFiles.createDirectories(empty.path());
        Files.copy(data.keyRing(), empty.keyRing());

        new RestoreCommand(empty, empty.keyRing(), step -> {}).run(backup);

        data = empty;
        assertRestored(true);
    }

    private RestoreCommand command() {
        return new RestoreCommand(data, data.keyRing(), step -> {});
    }

    private void assertRefused(String reason) throws Exception {
        assertThatThrownBy(() -> command().run(backup))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(reason);
        assertRestored(false);
    }

    private void assertRestored(boolean restored) throws StartupException {
        try (HikariDataSource pool = Pool.embedded(data);
                JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
            assertThat(store.clients().find(OLD)).isPresent();
            assertThat(store.clients().find(NEW).isPresent()).isEqualTo(!restored);
        }
    }

    private static void create(JdbcStore store, ClientId id) {
        store.clients().create(id, ClientProfile.confidential(), List.of(), change("client.create"));
    }

    private static Change change(String action) {
        return new Change("person:test", action, "");
    }

    private static SigningKey key() {
        return new SigningKey(
                "kid", "ES256", "{}", "sealed$k1$", MADE_AT, Optional.of(MADE_AT), Optional.empty(), Optional.empty());
    }
}
