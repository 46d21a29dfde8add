package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.ReplayGuardContract;
import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReplayGuardTest extends ReplayGuardContract {

    @TempDir
    Path data;

    private JournalNode node;

    @BeforeEach
    void start() {
        node = new JournalNode(data, clock);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    @Override
    protected ReplayGuard guard() {
        return node.guard();
    }

    @Override
    protected ReplayGuard otherNode() {
        return node.guard();
    }

    @Test
    void jwt14_aNewStoreHasNothingToFear() {
        assertThat(claimUndated("a")).isTrue();
    }

    @Test
    void jwt14_afterARestartItKnowsWhatWasUsedAndTakesTheRestAtOnce() throws IOException {
        claimUndated("a");
        node.restart();
        claimUndated("b");
        node.restart();

        assertThat(claimUndated("a")).isFalse();
        assertThat(claimUndated("b")).isFalse();
        assertThat(claim(guard(), SHIPPING, "a", later())).isTrue();
        assertThat(claimUndated("c")).isTrue();
    }

    @Test
    void jwt6_ofManyAtOnceEachIsThereAfterARestart() throws Exception {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> IntStream.range(0, 2000).forEach(j -> claimUndated(i + "-" + j))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        node.restart();

        assertThat(node.guard().getMarks()).isEqualTo(16_000);
        assertThat(IntStream.range(0, 16_000).mapToObj(i -> i % 8 + "-" + i / 8))
                .noneMatch(this::claimUndated);
    }

    @Test
    void jwt14_anInterruptDoesNotCloseTheFile() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread interrupted = new Thread(() -> {
            Thread.currentThread().interrupt();
            claimUndated("a");
            done.countDown();
        });
        interrupted.start();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(claimUndated("b")).isTrue();
        node.restart();
        assertThat(claimUndated("a")).isFalse();
    }

    @Test
    void jwt14_afterAnotherBootItCannotTell() throws IOException {
        claimUndated("a");
        node.reboot();

        assertCannotTell();
    }

    @Test
    void jwt14_withoutABootIdItCannotTell() throws IOException {
        claimUndated("a");
        node.withoutBootId();

        assertCannotTell();
    }

    @Test
    void jwt14_withoutItsFilesItCannotTell() throws IOException {
        claimUndated("a");
        node.stop();
        for (Path file : node.files()) {
            Files.delete(file);
        }
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_withFilesOfAnEarlierRunItCannotTell() throws IOException {
        claimUndated("a");
        node.stop();
        // Another guard ran in between, or the directory is an old copy.
        node.runs().begin(UUID.randomUUID());
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_aCopyOfTheFilesDoesNotCount() throws IOException {
        claimUndated("a");
        node.stop();
        for (Path file : node.files()) {
            Path copy = Files.copy(file, file.resolveSibling("copy"));
            Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_underAnotherMasterKeyItCannotTell() throws IOException {
        claimUndated("a");
        node.withOtherKey();
        node.restart();

        assertCannotTell();
    }

    @Test
    void jwt14_aNewStoreWithAnOldJournalCannotTell() throws IOException {
        claimUndated("a");
        node.stop();
        node.runs().begin(dev.countersign.auth.GuardRuns.NONE);
        node.begin();

        assertCannotTell();
    }

    @Test
    void jwt14_withLessRoomThanMarksItCannotTell() throws IOException {
        node.withCapacity(8 * CapacityShare.MIN_CAPACITY_BYTES);
        node.restart();
        IntStream.range(0, 60_000).forEach(i -> claimUndated("jti-" + i));
        node.withCapacity(CapacityShare.MIN_CAPACITY_BYTES);
        node.restart();

        assertCannotTell();
    }

    @Test
    void jwt14_whatItCannotTellItCannotTellAfterTheNextRestartEither() throws IOException {
        claimUndated("a");
        node.reboot();
        // What was accepted before was accepted before this.
        Instant reboot = now.plus(Journal.MAX_SEGMENT_AGE);
        now = now.plusSeconds(60);
        node.restart();

        Instant last = reboot.plus(JournalNode.LIFE.plus(JournalNode.SKEW).plus(ReplayGuard.KEPT_AFTER_EXPIRY));
        assertThatThrownBy(() -> guard().claim(BILLING, "a", Optional.empty(), last.minusNanos(1000)))
                .isInstanceOf(UnavailableException.class);
        assertThat(guard().claim(BILLING, "b", Optional.empty(), last)).isTrue();
        assertThat(guard().claim(BILLING, "c", Optional.of(reboot.plus(JournalNode.SKEW)), last.minusSeconds(1)))
                .isTrue();
    }

    @Test
    void jwt14_whatWasAcceptedUnderALongerLifeIsRemembered() throws IOException {
        node.withLife(Duration.ofHours(1));
        node.restart();
        Instant until = now.plus(Duration.ofMinutes(61));
        assertThat(guard().claim(BILLING, "a", Optional.empty(), until)).isTrue();
        node.withLife(JournalNode.LIFE);
        node.restart();

        now = until.minusSeconds(300);
        assertThat(guard().claim(BILLING, "a", Optional.empty(), until)).isFalse();
    }

    @Test
    void jwt14_aClockThatIsSetBackBeforeARestartBringsNothingBack() throws IOException {
        Instant noon = now;
        Instant until = now.plusSeconds(150);
        guard().claim(BILLING, "a", Optional.empty(), until);
        // The file with that mark goes when the next ones have begun.
        for (int i = 0; i < 10; i++) {
            now = now.plus(Journal.MAX_SEGMENT_AGE);
            claimUndated("later-" + i);
        }
        Instant late = now;
        now = noon;
        node.restart();

        assertThatThrownBy(() -> guard().claim(BILLING, "a", Optional.of(noon), until))
                .isInstanceOf(UnavailableException.class);
        assertThat(guard().claim(BILLING, "later-9", Optional.empty(), late.plusSeconds(100)))
                .isFalse();
        now = late;
        assertThat(claimUndated("b")).isTrue();
    }

    @Test
    void jwt14_aClockThatIsSetBackBeforeABootBringsNothingBack() throws IOException {
        Instant noon = now;
        now = now.plus(Duration.ofHours(1));
        claimUndated("z");
        now = now.plus(Journal.MAX_SEGMENT_AGE);
        claimUndated("a");
        // Accepted just before the machine went down, and good for as long as any.
        now = now.plus(Journal.MAX_SEGMENT_AGE).minusMillis(1);
        Instant made = now;
        Instant until = later();
        guard().claim(BILLING, "b", Optional.of(made), until);
        now = noon;
        node.reboot();

        now = made;
        for (Optional<Instant> issued : List.of(Optional.of(made), Optional.<Instant>empty())) {
            assertThatThrownBy(() -> guard().claim(BILLING, "b", issued, until))
                    .isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void jwt14_filesGoWithTheirLastMark() throws IOException {
        for (int i = 0; i < 5000; i++) {
            now = now.plusSeconds(1);
            assertThat(guard().claim(BILLING, "jti-" + i, Optional.empty(), now.plusSeconds(150)))
                    .isTrue();
            assertThat(node.files()).hasSizeLessThanOrEqualTo(13);
        }
        assertThat(node.size()).isEqualTo(node.guard().getJournalBytes()).isLessThan(300 * 32);

        node.restart();

        assertThat(IntStream.range(4850, 5000))
                .noneMatch(i -> guard().claim(BILLING, "jti-" + i, Optional.empty(), now.plusSeconds(150)));
    }

    @Test
    void jwt14_theFilesAreBounded() throws IOException {
        node.withCapacity(CapacityShare.MIN_CAPACITY_BYTES);
        node.restart();
        long most = 4 * CapacityShare.MIN_CAPACITY_BYTES;
        int refused = 0;
        // Short ones leave the memory long before the files: a long one in each file keeps it.
        for (int i = 0; i < 400_000; i++) {
            now = now.plusMillis(2);
            try {
                claim(guard(), BILLING, "jti-" + i, i % 10_000 == 0 ? later() : now.plusMillis(1));
            } catch (UnavailableException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(node.size()).isLessThan(most + 1000);

        now = now.plusSeconds(500);
        assertThat(claimUndated("after")).isTrue();
        assertThat(node.size()).isLessThan(1000);
        node.restart();
        assertThat(claimUndated("after")).isFalse();
    }

    @Test
    void jwt14_aSecondOneInTheSameDirectoryIsRefused() {
        assertThatThrownBy(() -> new JournalNode(data, clock))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is in use by another");

        assertThat(claimUndated("a")).isTrue();
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        claimUndated("a");

        assertThat(node.files())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("replay"))))
                .isEqualTo("rwx------");
    }

    @Test
    void sec6_noFileHoldsAnIdOrAClient() throws IOException {
        claimUndated("jti-in-clear");

        for (Path file : node.files()) {
            assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("jti-in-clear")
                    .doesNotContain("billing");
        }
    }

    @Test
    void aClosedOneAcceptsNothing() throws IOException {
        ReplayGuard closed = guard();
        node.close();

        assertThatThrownBy(() -> claim(closed, BILLING, "a", later())).isInstanceOf(UnavailableException.class);
        assertThatCode(() -> node.begin()).doesNotThrowAnyException();
    }

    private boolean claimUndated(String jti) {
        return guard().claim(BILLING, jti, Optional.empty(), later());
    }

    /** As after any start that knows nothing of what was before. */
    private void assertCannotTell() {
        Instant start = now;
        Instant until = start.plusSeconds(200);
        assertThatThrownBy(() -> guard().claim(BILLING, "a", Optional.empty(), until))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> guard().claim(BILLING, "a", Optional.of(start), until))
                .isInstanceOf(UnavailableException.class);
        // The file may have been begun so long before its last mark.
        now = start.plus(JournalNode.SKEW).plus(Journal.MAX_SEGMENT_AGE);
        assertThat(guard().claim(BILLING, "new", Optional.of(now), until)).isTrue();
        assertThat(guard().claim(BILLING, "new", Optional.of(now), until)).isFalse();
    }
}
