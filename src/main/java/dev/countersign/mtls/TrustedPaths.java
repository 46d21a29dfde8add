package dev.countersign.mtls;

import dev.countersign.auth.BoundedMemory;
import dev.countersign.auth.BusyException;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.CertificatePaths;
import dev.countersign.auth.Check;
import dev.countersign.client.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Paths to the CAs of the setting {@code clientCertificateAuthorities}, with the revocation lists of
 * {@code clientCertificateRevocationLists}. Judgements are remembered by the whole chain and the narrowing: by the
 * client's certificate alone, a chain that a stranger broke would spoil the client's own. Thread-safe.
 */
public final class TrustedPaths implements CertificatePaths {

    /** The part of the heap for certificates that are trusted. */
    private static final int TRUSTED_SHARE = 32;

    /** The part of the heap for those that are not, so that they never drive out the others. */
    private static final int REFUSED_SHARE = 128;

    private static final Duration REFUSED_LIFE = Duration.ofSeconds(60);

    /** Lists can come at any time. */
    private static final Duration UNKNOWN_LIFE = Duration.ofSeconds(1);

    /** How long a request waits for another's judgement. */
    private static final long MAX_WAIT_MILLIS = 2_000;

    /** Requests that wait at the same time: each holds a thread of the server, which others need. */
    static final int MAX_WAITING = 16;

    /** A parsed certificate without its bytes, and the copies of its bytes, as measured. */
    private static final long CERTIFICATE_BYTES = 6_144;

    private static final int COPIES = 4;

    private final AuthoritySet authorities;
    private final Optional<RevocationLists> lists;
    private final PathJudge judge;
    private final InstantSource clock;
    private final BoundedMemory<Remembered> trusted;
    private final BoundedMemory<Remembered> refused;

    /** Judgements at the same time: senders of ever new chains leave processors to the others. */
    final Semaphore places = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors() / 2), true);

    /**
     * What was judged.
     *
     * @param version of the revocation lists
     * @param until from this instant on it no longer counts
     */
    private record Remembered(PathJudgement judgement, long version, Instant until) {

        boolean counts(long current, Instant now) {
            return version == current && now.isBefore(until);
        }
    }

    private TrustedPaths(List<PathCertificate> authorities, Optional<Path> lists, InstantSource clock) {
        this(authorities, lists, clock, Runtime.getRuntime().maxMemory());
    }

    TrustedPaths(List<PathCertificate> authorities, Optional<Path> lists, InstantSource clock, long heapBytes) {
        this.authorities = new AuthoritySet(authorities);
        this.lists = lists.map(source -> new RevocationLists(source, clock));
        this.clock = clock;
        this.judge = new PathJudge(this.authorities, this.lists, clock);
        this.trusted = new BoundedMemory<>(heapBytes / TRUSTED_SHARE);
        this.refused = new BoundedMemory<>(heapBytes / REFUSED_SHARE);
    }

    /**
     * Reads the CAs, once, and the revocation lists, which are looked at again every few seconds.
     *
     * @param authorities PEM, a certificate in DER, or a trust store (PKCS #12 or JKS)
     * @param revocationLists a file or directory; empty: nothing is ever revoked
     * @throws IllegalArgumentException with the {@link #problem}
     */
    public static TrustedPaths read(Path authorities, Optional<Path> revocationLists, InstantSource clock) {
        problemOfLists(revocationLists).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        try {
            return new TrustedPaths(AuthorityFile.read(authorities), revocationLists, clock);
        } catch (UnusableFileException e) {
            throw new IllegalArgumentException(sentence(authorities, e.problem()), e);
        }
    }

    /** Why the file of CAs cannot be used, as a sentence for the deployer; empty: it can. */
    public static Optional<String> problem(Path authorities) {
        try {
            AuthorityFile.read(authorities);
            return Optional.empty();
        } catch (UnusableFileException e) {
            return Optional.of(sentence(authorities, e.problem()));
        }
    }

    /** Why there can be no revocation lists there, as a sentence; what is in the files is a matter of health. */
    public static Optional<String> problemOfLists(Optional<Path> revocationLists) {
        return revocationLists
                .filter(source -> !Files.isReadable(source))
                .map(source -> sentence(source, "it does not exist, or the server has no permission to read it"));
    }

    private static String sentence(Path file, String problem) {
        return "The file \"" + DeployedFile.shown(file) + "\" cannot be used: " + problem + ".";
    }

    @Override
    public List<RevocationList> lists() {
        return lists.map(RevocationLists::states).orElse(List.of());
    }

    @Override
    public List<Authority> authorities() {
        return authorities.shown();
    }

    @Override
    public Judgement judge(CertificateChain chain, Optional<String> authority) {
        PathJudgement judged = judged(chain, authority);
        judged.unknown().ifPresent(reason -> {
            throw new UnavailableException("Revocation of a TLS client certificate cannot be told: " + reason);
        });
        return new Judgement(judged.finding().map(found -> found.step().refusal()), judged.certificate());
    }

    @Override
    public List<Check> explain(CertificateChain chain, Optional<String> authority) {
        PathJudgement judged = judged(chain, authority);
        List<Check> checks = new ArrayList<>();
        for (PathStep step : PathStep.values()) {
            if ((step == PathStep.AUTHORITY && authority.isEmpty())
                    || (step == PathStep.REVOCATION && lists.isEmpty())) {
                continue;
            }
            Optional<Finding> finding = judged.finding().filter(found -> found.step() == step);
            if (finding.isPresent()) {
                checks.add(step.check(Check.Result.FAILED, finding.get().found()));
                break;
            }
            checks.add(
                    step == PathStep.REVOCATION && judged.unknown().isPresent()
                            ? step.check(Check.Result.UNKNOWN, judged.unknown().get())
                            : step.check(Check.Result.PASSED, step == PathStep.PATH ? judged.path() : "as expected"));
        }
        return checks;
    }

    private PathJudgement judged(CertificateChain chain, Optional<String> authority) {
        long version = lists.map(RevocationLists::version).orElse(0L);
        String key = key(chain, authority);
        return remembered(key, version).orElseGet(() -> inTurn(chain, authority, key, version));
    }

    private Optional<PathJudgement> remembered(String key, long version) {
        Instant now = clock.instant();
        return trusted.get(key)
                .filter(known -> known.counts(version, now))
                .or(() -> refused.get(key).filter(known -> known.counts(version, now)))
                .map(Remembered::judgement);
    }

    private PathJudgement inTurn(CertificateChain chain, Optional<String> authority, String key, long version) {
        try {
            if (places.getQueueLength() >= MAX_WAITING || !places.tryAcquire(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BusyException("Too many TLS client certificates are being validated.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The validation of a TLS client certificate was interrupted.", e);
        }
        try {
            // Another request may have had the same one judged meanwhile.
            return remembered(key, version).orElseGet(() -> remember(key, version, judge.judge(chain, authority)));
        } finally {
            places.release();
        }
    }

    private PathJudgement remember(String key, long version, PathJudgement judged) {
        BoundedMemory<Remembered> memory = judged.isTrusted() ? trusted : refused;
        Instant now = clock.instant();
        Instant until = judged.isTrusted()
                ? judged.until()
                : now.plus(judged.unknown().isPresent() ? UNKNOWN_LIFE : REFUSED_LIFE);
        (judged.isTrusted() ? refused : trusted).remove(key);
        memory.put(key, new Remembered(judged, version, until), bytes(judged));
        return judged;
    }

    /** The heap bytes, rather too many than too few. */
    private static long bytes(PathJudgement judged) {
        return judged.certificate()
                        .map(certificate -> CERTIFICATE_BYTES + (long) COPIES * length(certificate))
                        .orElse(0L)
                + 2L * judged.path().length()
                + judged.finding().map(found -> 2L * found.found().length()).orElse(0L);
    }

    private static int length(X509Certificate certificate) {
        try {
            return certificate.getEncoded().length;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed has an encoding", e);
        }
    }

    private static String key(CertificateChain chain, Optional<String> authority) {
        return authority.isEmpty() ? chain.fingerprint() : chain.fingerprint() + authority.get();
    }
}
