package dev.countersign.bench;

import dev.countersign.launch.CompactionRun;
import dev.countersign.launch.StoreSizeRun;
import dev.countersign.store.jdbc.ReplayTableRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs what is to be measured, and prints it: without an argument everything; {@code load}, {@code assertions}, {@code
 * refusals}, {@code slow-origin}, {@code heap}, {@code store-replay}, {@code replay-cost}, {@code replay-room}, {@code
 * replay}, {@code tokens}, {@code certificates}, {@code certificate-heap}, {@code nodes}, {@code store-size}, {@code
 * compaction}, {@code replay-table}, {@code many-clients} or {@code floor} for that run alone ({@code floor} with the
 * paths of earlier WARs, if they are to be measured too; {@code replay} with its options, {@code compaction} with pairs
 * of clients and MB, {@code replay-table} with a number of rows, {@code many-clients} with databases); otherwise the
 * JMH benchmarks whose name matches the argument.
 */
public final class Benchmarks {

    private static final Map<String, Run> RUNS = new LinkedHashMap<>();

    static {
        RUNS.put("load", rest -> LoadRun.main());
        RUNS.put("assertions", rest -> AssertionLoadRun.main());
        RUNS.put("refusals", rest -> RefusalRun.main());
        RUNS.put("store-replay", rest -> StoreReplayRun.main());
        RUNS.put("replay-cost", rest -> ReplayCostRun.main());
        RUNS.put("replay-room", rest -> ReplayRoomRun.main());
        RUNS.put("replay", ReplayLoadRun::main);
        RUNS.put("slow-origin", rest -> SlowOriginRun.main());
        RUNS.put("heap", rest -> KeyCacheHeap.main());
        RUNS.put("tokens", rest -> TokenRun.main());
        RUNS.put("certificates", rest -> CertificateRun.main());
        RUNS.put("certificate-heap", rest -> CertificateHeap.main());
        RUNS.put("nodes", NodesRun::main);
        RUNS.put("store-size", rest -> StoreSizeRun.main());
        RUNS.put("compaction", CompactionRun::main);
        RUNS.put("replay-table", ReplayTableRun::main);
        RUNS.put("many-clients", ManyClientsRun::main);
        RUNS.put("floor", FloorRun::main);
    }

    private Benchmarks() {}

    /** Ends with an exception when anything could not be measured. */
    public static void main(String[] arguments) throws Exception {
        String which = arguments.length == 0 ? "" : arguments[0];
        Run alone = RUNS.get(which);
        if (alone != null) {
            alone.measure(List.of(arguments).subList(1, arguments.length));
            return;
        }
        runJmh(which.isEmpty() ? ".*" : which);
        if (which.isEmpty()) {
            for (Run run : RUNS.values()) {
                run.measure(List.of());
            }
        }
    }

    private static void runJmh(String names) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder().include(names).addProfiler(GCProfiler.class);
        new Runner(options.build()).run();
    }

    private interface Run {
        void measure(List<String> rest) throws Exception;
    }
}
