package dev.countersign.bench;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How much processor time processes take, in user mode and in the kernel. Stateless. */
final class ProcessTime {

    private ProcessTime() {}

    /** Of all of these so far, as {@code /proc} has it. Those that ended are not counted any more. */
    static Duration of(Stream<ProcessHandle> processes) {
        return processes
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** In milliseconds, of what they took since. */
    static double since(Duration before, Supplier<Stream<ProcessHandle>> processes) {
        return of(processes.get()).minus(before).toNanos() / 1e6;
    }
}
