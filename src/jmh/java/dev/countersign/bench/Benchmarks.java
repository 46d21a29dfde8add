package dev.countersign.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs what is to be measured, and prints it: without an argument everything; {@code load} for the load run alone, {@code heap} for the
 * key cache's memory; otherwise the JMH benchmarks whose name matches the argument.
 */
public final class Benchmarks {

    private static final String LOAD = "load";
    private static final String HEAP = "heap";

    private Benchmarks() {}

    /** Ends with an exception when anything could not be measured. */
    public static void main(String[] arguments) throws Exception {
        String which = arguments.length == 0 ? "" : arguments[0];
        if (!which.equals(LOAD) && !which.equals(HEAP)) {
            runJmh(which.isEmpty() ? ".*" : which);
        }
        if (which.isEmpty() || which.equals(LOAD)) {
            LoadRun.main();
        }
        if (which.isEmpty() || which.equals(HEAP)) {
            KeyCacheHeap.main();
        }
    }

    private static void runJmh(String names) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(names).addProfiler(GCProfiler.class);
        new Runner(options.build()).run();
    }
}
