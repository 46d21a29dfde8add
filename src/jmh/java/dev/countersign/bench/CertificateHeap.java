package dev.countersign.bench;

import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Locale;

/**
 * How much heap is taken by what is remembered of {@value #CERTIFICATES} different certificates that a proxy forwards
 * and that are all let in: in a process of its own with a small heap, as the collector leaves it.
 */
public final class CertificateHeap {

    private static final int CERTIFICATES = 100_000;
    private static final int WARM_UP = 1_000;
    private static final String HEAP = "-Xmx256m";

    /** The shares of the heap together that the memories may take: a 32nd, a 64th, a 256th. */
    private static final double BOUND = 1.0 / 32 + 1.0 / 64 + 1.0 / 256;

    private CertificateHeap() {}

    /** Starts the process, and waits for its end. */
    static void main() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CertificateHeap.class.getName())
                .inheritIO()
                .start();
        if (child.waitFor() != 0) {
            throw new IllegalStateException("the certificates did not stay within their bound");
        }
    }

    /** The child process. */
    public static void main(String[] arguments) throws Exception {
        BenchAuthority authority = new BenchAuthority();
        KeyPair keys = BenchAuthority.pair();
        CertificateDoor warm = new CertificateDoor(authority, "nginx");
        for (int i = 0; i < WARM_UP; i++) {
            warm.granted(warm.request(authority.issue(CertificateDoor.SUBJECT, keys)));
        }
        CertificateDoor door = new CertificateDoor(authority, "nginx");
        long empty = used();
        for (int i = 1; i <= CERTIFICATES; i++) {
            door.granted(door.request(authority.issue(CertificateDoor.SUBJECT, keys)));
        }
        long bytes = used() - empty;
        long bound = (long) (Runtime.getRuntime().maxMemory() * BOUND);
        // After the measurement, so that nothing was collected too early.
        warm.granted(warm.request(authority.issue(CertificateDoor.SUBJECT, keys)));
        door.granted(door.request(authority.issue(CertificateDoor.SUBJECT, keys)));
        System.out.printf(
                Locale.ROOT,
                "%d certificates let in: %.1f MB of heap, of %.1f MB that they may take%n",
                CERTIFICATES,
                bytes / (double) (1 << 20),
                bound / (double) (1 << 20));
        if (bytes > bound) {
            throw new IllegalStateException("more than the bound");
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
