package dev.countersign.mtls;

import dev.countersign.auth.CertificatePaths;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocation lists of a file or directory, which is looked at again when a request comes and the last look is some
 * seconds ago. A file that cannot be used leaves its last good lists, until their nextUpdate; one that is deleted
 * leaves none. Nothing is fetched. Thread-safe.
 */
final class RevocationLists {

    /** Between two looks at the files: a change counts within a minute. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RevocationLists.class);

    private static final int MAX_FILES = 500;

    /** Of all files together; the lists are held in memory. */
    private static final long MAX_TOTAL_BYTES = 64L << 20;

    private final Path source;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot current = new Snapshot(0, Instant.MIN, Map.of(), Optional.empty());

    RevocationLists(Path source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        refresh();
    }

    /**
     * What is known at a time.
     *
     * @param version grows with each change
     */
    private record Snapshot(long version, Instant readAt, Map<Path, RevocationFile> files, Optional<String> problem) {

        /** As lines for the log. */
        Set<String> problems() {
            Set<String> problems = new LinkedHashSet<>();
            problem.ifPresent(problems::add);
            files.values()
                    .forEach(file -> file.problem()
                            .ifPresent(reason -> problems.add(DeployedFile.shown(file.file()) + ": " + reason)));
            return problems;
        }
    }

    /** What the lists say about a certificate. */
    sealed interface Answer {

        /** Not revoked, as far as is known until then. */
        record Good(Instant until) implements Answer {}

        /** Revoked. */
        record Revoked() implements Answer {}

        /** There is no list, or it is overdue. */
        record Unknown(String reason) implements Answer {}
    }

    /** Changes whenever a list does: what was answered before no longer counts. */
    long version() {
        refresh();
        return current.version();
    }

    Answer ask(PathCertificate authority, BigInteger serial) {
        Optional<RevocationList> newest = current.files().values().stream()
                .flatMap(file -> file.lists().stream())
                .filter(list -> list.isOf(authority))
                .max(Comparator.comparing(RevocationList::thisUpdate));
        if (newest.isEmpty()) {
            return new Answer.Unknown("there is no CRL of the CA " + authority.name());
        }
        RevocationList list = newest.get();
        // What was revoked once stays so, even if the list is overdue.
        if (list.hasRevoked(serial)) {
            return new Answer.Revoked();
        }
        return list.isOverdue(clock.instant())
                ? new Answer.Unknown("the CRL of the CA " + authority.name() + " is overdue: its nextUpdate was "
                        + list.nextUpdate())
                : new Answer.Good(list.nextUpdate());
    }

    /** As administrators see them. */
    List<CertificatePaths.RevocationList> states() {
        refresh();
        Snapshot known = current;
        Instant now = clock.instant();
        List<CertificatePaths.RevocationList> states = new ArrayList<>();
        known.problem().ifPresent(problem -> states.add(failed(source, problem)));
        for (RevocationFile file : known.files().values()) {
            file.problem().ifPresent(problem -> states.add(failed(file.file(), problem)));
            for (RevocationList list : file.lists()) {
                states.add(new CertificatePaths.RevocationList(
                        DeployedFile.shown(name(file.file())),
                        Optional.of(list.issuer().getName()),
                        Optional.of(list.nextUpdate()),
                        list.isOverdue(now) ? Optional.of("overdue") : Optional.empty()));
            }
        }
        return states;
    }

    private static CertificatePaths.RevocationList failed(Path file, String problem) {
        return new CertificatePaths.RevocationList(
                DeployedFile.shown(name(file)), Optional.empty(), Optional.empty(), Optional.of(problem));
    }

    /** Where the files are is not for administrators to know. */
    private static Path name(Path file) {
        Path name = file.getFileName();
        return name == null ? file : name;
    }

    /** One request reads; others go on with what is known. */
    private void refresh() {
        if (!isDue() || !reading.tryLock()) {
            return;
        }
        try {
            if (isDue()) {
                Snapshot previous = current;
                current = read(previous);
                tell(current.problems(), previous.problems());
            }
        } finally {
            reading.unlock();
        }
    }

    /** Each problem once, until it is another one. */
    private static void tell(Set<String> present, Set<String> previous) {
        for (String problem : present) {
            if (!previous.contains(problem)) {
                LOG.warn("clientCertificateRevocationLists cannot be read, the last good list counts; {}", problem);
            }
        }
        if (present.isEmpty() && !previous.isEmpty()) {
            LOG.info("clientCertificateRevocationLists can be read again");
        }
    }

    /** Also when the clock was set back. */
    private boolean isDue() {
        Instant now = clock.instant();
        Instant last = current.readAt();
        return last.equals(Instant.MIN) || now.isBefore(last) || !now.isBefore(last.plus(INTERVAL));
    }

    private Snapshot read(Snapshot previous) {
        Instant now = clock.instant();
        Map<Path, RevocationFile> files = new LinkedHashMap<>();
        Optional<String> problem = Optional.empty();
        try {
            Collection<Path> there = files();
            requireBounded(there);
            for (Path file : there) {
                files.put(file, RevocationFile.read(file, previous.files().get(file), now));
            }
        } catch (UnusableFileException e) {
            files.putAll(previous.files());
            problem = Optional.of(e.problem());
        }
        boolean changed = !lists(files).equals(lists(previous.files()));
        return new Snapshot(changed ? previous.version() + 1 : previous.version(), now, files, problem);
    }

    /** Lists are compared by identity: what is read again is new. */
    private static List<RevocationList> lists(Map<Path, RevocationFile> files) {
        return files.values().stream().flatMap(file -> file.lists().stream()).toList();
    }

    /** Sorted; hidden files are what editors and copying tools leave. */
    private Collection<Path> files() throws UnusableFileException {
        if (!Files.isDirectory(source)) {
            return List.of(source);
        }
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry)
                        && !entry.getFileName().toString().startsWith(".")) {
                    files.add(entry);
                }
                if (files.size() > MAX_FILES) {
                    throw new UnusableFileException("it has more than " + MAX_FILES + " files");
                }
            }
        } catch (IOException e) {
            throw new UnusableFileException(DeployedFile.reason(e), e);
        } catch (DirectoryIteratorException e) {
            throw new UnusableFileException(
                    DeployedFile.reason(e.getCause() == null ? new IOException(e) : e.getCause()), e);
        }
        return files;
    }

    private static void requireBounded(Collection<Path> files) throws UnusableFileException {
        long bytes = files.stream().mapToLong(file -> file.toFile().length()).sum();
        if (bytes > MAX_TOTAL_BYTES) {
            throw new UnusableFileException(
                    "its files have " + bytes + " bytes together, more than " + MAX_TOTAL_BYTES);
        }
    }
}
