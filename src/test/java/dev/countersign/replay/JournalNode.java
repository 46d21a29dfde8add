package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.GuardRuns;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/** A node with a journal, which ends and begins again. One thread but for its guard. */
final class JournalNode implements AutoCloseable {

    static final Duration SKEW = Duration.ofSeconds(10);
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int HEAP_PART = 2 << 20;

    private final Path data;
    private final InstantSource clock;
    private final Runs runs;
    private Optional<UUID> boot = Optional.of(new UUID(1, 1));
    private byte[] key = {1, 2, 3};
    private Duration life = LIFE;
    private long capacity = HEAP_PART;
    private SegmentFile.Opener opener = SegmentFile::open;
    private JournalReplayGuard guard;

    JournalNode(Path data, InstantSource clock) {
        this(data, clock, GuardRuns.NONE);
    }

    /** @param lastRun as its store knows it */
    JournalNode(Path data, InstantSource clock, UUID lastRun) {
        this.data = data;
        this.clock = clock;
        this.runs = new Runs(lastRun);
        this.guard = made();
    }

    JournalReplayGuard guard() {
        return guard;
    }

    GuardRuns runs() {
        return runs;
    }

    /** Nothing is written when a guard is closed, so that this is as good as a kill. */
    void stop() throws IOException {
        guard.close();
    }

    void begin() {
        guard = made();
    }

    void restart() throws IOException {
        stop();
        begin();
    }

    void reboot() throws IOException {
        boot = Optional.of(UUID.randomUUID());
        restart();
    }

    void withoutBootId() throws IOException {
        boot = Optional.empty();
        restart();
    }

    void withOtherKey() {
        key = new byte[] {4, 5, 6};
    }

    void withLife(Duration longest) {
        life = longest;
    }

    void withCapacity(long bytes) {
        capacity = bytes;
    }

    void with(SegmentFile.Opener otherOpener) {
        opener = otherOpener;
    }

    /** Of the journal, the oldest first. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("replay"))) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    long size() throws IOException {
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private JournalReplayGuard made() {
        AssertionRules rules = new AssertionRules(
                URI.create("https://as.example"), AudiencePolicy.ISSUER, SKEW, life, Set.of("ES256"), false);
        return new JournalReplayGuard(
                new JournalPlace(data, boot, opener),
                capacity,
                rules,
                new SecretKeySpec(key, "HmacSHA256"),
                runs,
                clock);
    }

    private static final class Runs implements GuardRuns {

        private UUID last;

        Runs(UUID last) {
            this.last = last;
        }

        @Override
        public UUID last() {
            return last;
        }

        @Override
        public void begin(UUID run) {
            last = run;
        }
    }
}
