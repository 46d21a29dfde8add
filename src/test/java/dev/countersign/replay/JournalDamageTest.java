package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.log.HeardLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal does with files that are not as they were written, and with those that cannot be written. */
class JournalDamageTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final int USED = 10;

    @TempDir
    Path data;

    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private JournalNode node;

    @BeforeEach
    void use() {
        node = new JournalNode(data, () -> now);
        for (int i = 0; i < USED; i++) {
            assertThat(claim("jti-" + i)).isTrue();
        }
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31})
    void jwt14_aTornLastRecordIsCut(int length) throws IOException {
        node.stop();
        appendBytes(newest(), new byte[length]);
        node.begin();

        assertAllAreUsed();
        assertThat(claim("new")).isTrue();
        node.restart();
        assertThat(claim("new")).isFalse();
        assertAllAreUsed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 95})
    void jwt14_aFileThatWasHardlyBegunIsLeftOut(int length) throws IOException {
        node.stop();
        Path begun = data.resolve("replay/used-0000000000000002.journal");
        Files.write(begun, new byte[length]);
        node.begin();

        assertAllAreUsed();
    }

    /** In the first record, in the midst, in the last one, in the checksums, in the beginning of the file. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 50, 90, 96, 127, 200, 414, 415})
    void jwt14_aDamagedByteIsNoticed(int at) throws IOException {
        node.stop();
        assertThat(Files.size(newest())).isEqualTo(96 + 32 * USED);
        try (RandomAccessFile file = new RandomAccessFile(newest().toFile(), "rw")) {
            file.seek(at);
            int before = file.read();
            file.seek(at);
            file.write(before ^ 4);
        }
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_aHoleIsNoticed() throws IOException {
        node.stop();
        appendBytes(newest(), new byte[JournalRecord.BYTES]);
        node.begin();

        assertCannotTell();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void jwt14_aFileThatIsMissingOrCutOffInTheMidstIsNoticed(int left) throws IOException {
        node.restart();
        claim("of the second run");
        node.stop();
        Path first = node.files().get(0);
        assertThat(node.files()).hasSize(2);
        if (left == 0) {
            Files.delete(first);
        } else {
            try (RandomAccessFile file = new RandomAccessFile(first.toFile(), "rw")) {
                file.setLength(file.length() - 5);
            }
        }
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_aFileInAnothersPlaceIsNoticed() throws IOException {
        node.restart();
        claim("of the second run");
        node.stop();
        Files.move(newest(), data.resolve("replay/used-0000000000000003.journal"));
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_aShortWriteIs503AndIsCutBeforeTheNext() throws IOException {
        AtomicInteger budget = new AtomicInteger(Integer.MAX_VALUE);
        node.with(path -> new LimitedFile(SegmentFile.open(path), budget));
        node.restart();
        assertThat(claim("before")).isTrue();
        long whole = Files.size(newest());

        budget.set(20);
        assertThatThrownBy(() -> claim("half")).isInstanceOf(UnavailableException.class);
        assertThat(Files.size(newest())).isEqualTo(whole + 20);
        long marks = node.guard().getMarks();
        try (HeardLog log = HeardLog.of(Journal.class)) {
            now = now.plusSeconds(60);
            for (int i = 0; i < 100; i++) {
                String jti = "full-" + i;
                assertThatThrownBy(() -> claim(jti)).isInstanceOf(UnavailableException.class);
            }
            // OPS-1: once a minute.
            assertThat(log.levels()).hasSize(1);
            assertThat(log.text()).contains("No space left on device").doesNotContain("\tat ");
        }
        // What is refused takes no room either.
        assertThat(node.guard().getMarks()).isEqualTo(marks);

        budget.set(Integer.MAX_VALUE);
        assertThat(claim("after")).isTrue();
        assertThat(claim("full-0")).isTrue();
        assertThat(claim("half")).isFalse();
        assertThat((Files.size(newest()) - SegmentHeader.BYTES) % JournalRecord.BYTES)
                .isZero();
        node.restart();
        assertAllAreUsed();
        assertThat(claim("before")).isFalse();
        assertThat(claim("after")).isFalse();
        assertThat(claim("full-0")).isFalse();
        assertThat(claim("new")).isTrue();
    }

    @Test
    void jwt14_aFileThatCannotBeBegunIs503() throws IOException {
        AtomicInteger budget = new AtomicInteger(Integer.MAX_VALUE);
        node.with(path -> new LimitedFile(SegmentFile.open(path), budget));
        node.restart();
        claim("before");
        now = now.plus(Journal.MAX_SEGMENT_AGE);
        // Enough for the trial, not for the beginning of another file.
        budget.set(50);

        assertThatThrownBy(() -> claim("half")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> claim("half-2")).isInstanceOf(UnavailableException.class);

        budget.set(Integer.MAX_VALUE);
        assertThat(claim("after")).isTrue();
        node.restart();
        assertAllAreUsed();
        assertThat(claim("before")).isFalse();
        assertThat(claim("after")).isFalse();
    }

    @Test
    void jwt14_aDiskThatHangsKeepsOneThreadAndNoMemory() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicReference<CountDownLatch> hang = new AtomicReference<>(new CountDownLatch(0));
        node.with(path -> new HangingFile(SegmentFile.open(path), hang::get, hangs));
        node.restart();
        CountDownLatch end = new CountDownLatch(1);
        hang.set(end);
        Thread first = new Thread(() -> claim("first"));
        first.start();
        assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> claim("waits")).isInstanceOf(UnavailableException.class);
        long marks = node.guard().getMarks();
        for (int i = 0; i < 1000; i++) {
            String jti = "next-" + i;
            assertThatThrownBy(() -> claim(jti)).hasMessageContaining("at the moment");
        }
        assertThat(node.guard().getMarks()).isEqualTo(marks);

        end.countDown();
        first.join();
        assertThat(claim("after")).isTrue();
        node.restart();
        assertAllAreUsed();
        assertThat(claim("first")).isFalse();
        assertThat(claim("after")).isFalse();
    }

    private boolean claim(String jti) {
        return node.guard().claim(BILLING, jti, Optional.empty(), now.plusSeconds(300));
    }

    private void assertAllAreUsed() {
        for (int i = 0; i < USED; i++) {
            assertThat(claim("jti-" + i)).isFalse();
        }
    }

    private void assertCannotTell() {
        assertThatThrownBy(() -> claim("jti-0")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> claim("new")).isInstanceOf(UnavailableException.class);
    }

    private Path newest() throws IOException {
        return node.files().get(node.files().size() - 1);
    }

    private static void appendBytes(Path path, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(file.length());
            file.write(bytes);
        }
    }

    /** On a disk that does not answer before the latch is open, and tells when it is asked. */
    private record HangingFile(SegmentFile file, Supplier<CountDownLatch> hang, CountDownLatch asked)
            implements SegmentFile {

        @Override
        public void append(byte[] bytes) throws IOException {
            if (hang.get().getCount() > 0) {
                asked.countDown();
            }
            try {
                hang.get().await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            file.append(bytes);
        }

        @Override
        public void cut(long length) throws IOException {
            file.cut(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** On a disk that has so many bytes left, for all of its files together. */
    private record LimitedFile(SegmentFile file, AtomicInteger budget) implements SegmentFile {

        @Override
        public void append(byte[] bytes) throws IOException {
            int room = Math.min(bytes.length, budget.get());
            byte[] fitting = java.util.Arrays.copyOf(bytes, room);
            file.append(fitting);
            budget.addAndGet(-room);
            if (room < bytes.length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void cut(long length) throws IOException {
            file.cut(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
