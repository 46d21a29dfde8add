package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CONTENT = "the backup".repeat(50_000);

    @TempDir
    Path directory;

    private Path run;
    private Optional<OwnerSocket> open = Optional.empty();

    @BeforeEach
    void makeDirectory() throws IOException {
        run = directory.resolve("run");
        PrivateFiles.createDirectories(run);
    }

    @AfterEach
    void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
    }

    @Test
    void adm8_theOwnerGetsABackupAndNamesNoPath() throws Exception {
        open();
        try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
            connection.writeLine(OwnerSocket.BACKUP, PATIENCE);

            assertThat(connection.readLine(PATIENCE)).isEqualTo("ok " + CONTENT.length());
            assertThat(read(connection, CONTENT.length())).isEqualTo(CONTENT);
        }
        close();
        assertThat(files(directory)).doesNotContain("made");
    }

    @Test
    void adm8_onlyTheOwnerCanConnect() throws Exception {
        open();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve("owner.socket"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
                .isEqualTo("rwx------");

        close();

        assertThat(run.resolve("owner.socket")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "backup", "backup 2", "backup 1 /etc/passwd", "GET / HTTP/1.1\r", "BACKUP 1"})
    void adm8_anotherRequestIsRefused(String request) throws Exception {
        open();
        try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
            connection.writeLine(request, PATIENCE);

            assertThat(connection.readLine(PATIENCE)).startsWith("refused ");
            assertThatThrownBy(() -> connection.readLine(PATIENCE)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aLongLineEndsTheConnectionAndTheNextOneIsServed() throws Exception {
        open();
        try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
            connection.write(ByteBuffer.wrap(new byte[OwnerConnection.MAX_LINE_BYTES]), PATIENCE);
            assertThatThrownBy(() -> connection.readLine(PATIENCE)).isInstanceOf(IOException.class);
        }
        try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
            connection.writeLine(OwnerSocket.BACKUP, PATIENCE);
            assertThat(connection.readLine(PATIENCE)).startsWith("ok ");
        }
    }

    @Test
    void aReasonIsOneLine() throws Exception {
        open = Optional.of(OwnerSocket.open(run, () -> {
            throw new StartupException("no\nbackup");
        }));
        try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
            connection.writeLine(OwnerSocket.BACKUP, PATIENCE);

            assertThat(connection.readLine(PATIENCE)).isEqualTo("refused no backup");
        }
    }

    @Test
    void aLongPathGetsASocketElsewhere() throws Exception {
        run = directory.resolve("d".repeat(120)).resolve("run");
        PrivateFiles.createDirectories(run);
        Path elsewhere;
        open();
        try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
            elsewhere =
                    Path.of(Files.readString(run.resolve("owner.socket.path")).strip());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere.getParent())))
                    .isEqualTo("rwx------");
            connection.writeLine(OwnerSocket.BACKUP, PATIENCE);
            assertThat(connection.readLine(PATIENCE)).startsWith("ok ");
        }
        close();
        assertThat(elsewhere.getParent()).doesNotExist();
    }

    @Test
    void whatAKilledProcessHasLeftElsewhereIsDeletedAtTheNextStart() throws Exception {
        Path left = Files.createDirectory(directory.resolve("countersign-1")).resolve("owner.socket");
        Files.createFile(left);
        PrivateFiles.write(run.resolve("owner.socket.path"), left.toString());

        OwnerSocket.removeStale(run);

        assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void noServerIsNoError() throws Exception {
        assertThat(OwnerSocket.connect(run)).isEmpty();
        open();
        close();
        assertThat(OwnerSocket.connect(run)).isEmpty();
    }

    /** As it is while the process has no file descriptor left. */
    @Test
    void ops1_aConnectionThatCannotBeTakenIsLoggedOnceAndTakenLater() throws Exception {
        int failures = 200;
        CapturedLog lines = CapturedLog.of(OwnerSocket.class);
        AtomicInteger asked = new AtomicInteger();
        try {
            open = Optional.of(OwnerSocket.open(
                    run,
                    () -> {
                        throw new StartupException("none");
                    },
                    accepting -> () -> {
                        if (asked.incrementAndGet() <= failures) {
                            throw new IOException("Too many open files");
                        }
                        return accepting.accept();
                    },
                    Duration.ofMillis(1)));
            try (OwnerConnection connection = OwnerSocket.connect(run).orElseThrow()) {
                connection.writeLine(OwnerSocket.BACKUP, PATIENCE);
                assertThat(connection.readLine(PATIENCE)).isEqualTo("refused none");
            }
        } finally {
            lines.close();
        }
        assertThat(asked.get()).isGreaterThan(failures);
        assertThat(lines.texts())
                .filteredOn(line -> line.contains("takes no connection"))
                .singleElement()
                .asString()
                .contains("the owner's socket", "Too many open files");
    }

    @Test
    void itsEndDoesNotWaitForThePauseAfterAFailure() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        OwnerSocket socket = OwnerSocket.open(
                run,
                () -> {
                    throw new StartupException("none");
                },
                accepting -> () -> {
                    failed.countDown();
                    throw new IOException("Too many open files");
                },
                Duration.ofDays(1));
        assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
        long begin = System.nanoTime();

        socket.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    private void open() throws IOException {
        open = Optional.of(OwnerSocket.open(run, () -> {
            try {
                return Files.writeString(directory.resolve("made"), CONTENT);
            } catch (IOException e) {
                throw StartupException.because("no", e);
            }
        }));
    }

    private static String read(OwnerConnection connection, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(StandardCharsets.US_ASCII.decode(connection.read(length - text.length(), PATIENCE)));
        }
        return text.toString();
    }

    private static Stream<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
