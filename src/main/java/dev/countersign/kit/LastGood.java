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
 * A value that is read from files, and read again when they have changed; when reading fails, the last good value stays
 * in use. One thread reads, the others continue with the present value. Thread-safe.
 */
final class LastGood<T> implements Supplier<T> {

    /** Time from a failure to the next attempt while the files look unchanged: the cause may lie elsewhere. */
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
     * @throws RuntimeException from the first reading, as there is no last good value yet
     */
    LastGood(List<Path> files, Supplier<T> reader, InstantSource clock) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.clock = clock;
        // Stamped before reading, so that a change in between is noticed at the next check.
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
            LOG.log(Level.INFO, "Read again: {0}", files.get(0));
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            state = new State<>(before.value(), stamps, Optional.of(new Failure(clock.instant(), message)));
            if (before.failure().filter(last -> last.message().equals(message)).isEmpty()) {
                LOG.log(Level.ERROR, "The last good content stays in use. " + message, e);
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
