package dev.countersign.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs what is to be measured, and prints it: without an argument everything; {@code load}, {@code assertions}, {@code slow-origin} or {@code heap} for that run alone; otherwise the
 * JMH benchmarks whose name matches the argument.
 */
public final class Benchmarks {

    private static final Map<String, Run> RUNS = new LinkedHashMap<>();

    static {
        RUNS.put("load", LoadRun::main);
        RUNS.put("assertions", AssertionLoadRun::main);
        RUNS.put("slow-origin", SlowOriginRun::main);
        RUNS.put("heap", KeyCacheHeap::main);
    }

    private Benchmarks() {}

    /** Ends with an exception when anything could not be measured. */
    public static void main(String[] arguments) throws Exception {
        String which = arguments.length == 0 ? "" : arguments[0];
        Run alone = RUNS.get(which);
        if (alone != null) {
            alone.measure();
            return;
        }
        runJmh(which.isEmpty() ? ".*" : which);
        if (which.isEmpty()) {
            for (Run run : RUNS.values()) {
                run.measure();
            }
        }
    }

    private static void runJmh(String names) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(names).addProfiler(GCProfiler.class);
        new Runner(options.build()).run();
    }

    private interface Run {
        void measure() throws Exception;
    }
}
