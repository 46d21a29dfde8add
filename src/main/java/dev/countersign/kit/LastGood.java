package dev.countersign.kit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Something that is read out of files, and read again when they have changed; what cannot be read leaves the last good one in its place. One thread reads, the others go on with what there is.
 * Thread-safe.
 */
final class LastGood<T> implements Supplier<T> {

    /** How long after a failure it is tried again although the files look the same: the reason may lie elsewhere. */
    static final Duration RETRY = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(LastGood.class.getPackageName());

    private final List<Path> files;
    private final Supplier<T> reader;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State<T> state;

    private record State<T>(T value, List<FileStamp> stamps, Optional<Failure> failure) {}

    private record Failure(Instant at, String message) {}

    /**
     * Reads at once.
     *
     * @param files when one of these changes, it is read again; none: never
     * @throws RuntimeException what the reader throws now, as there is no last good one yet
     */
    LastGood(List<Path> files, Supplier<T> reader, InstantSource clock) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.clock = clock;
        // Looked at before it is read: what is written in between shows at the next look.
        List<FileStamp> stamps = stamps();
        this.state = new State<>(reader.get(), stamps, Optional.empty());
    }

    @Override
    public T get() {
        if (isDue(stamps()) && reading.tryLock()) {
            try {
                List<FileStamp> stamps = stamps();
                if (isDue(stamps)) {
                    read(stamps);
                }
            } finally {
                reading.unlock();
            }
        }
        return state.value();
    }

    private void read(List<FileStamp> stamps) {
        State<T> before = state;
        try {
            state = new State<>(reader.get(), stamps, Optional.empty());
            LOG.log(Level.INFO, "Read anew: {0}", files.get(0));
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            state = new State<>(before.value(), stamps, Optional.of(new Failure(clock.instant(), message)));
            if (before.failure().filter(last -> last.message().equals(message)).isEmpty()) {
                LOG.log(Level.ERROR, "What was read before stays in use. " + message, e);
            }
        }
    }

    private boolean isDue(List<FileStamp> found) {
        State<T> now = state;
        return !now.stamps().equals(found)
                || now.failure()
                        .filter(last -> !clock.instant().isBefore(last.at().plus(RETRY)))
                        .isPresent();
    }

    private List<FileStamp> stamps() {
        return files.stream().map(FileStamp::of).toList();
    }
}
