package dev.countersign.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;

/** A server that is asked one request again and again. */
record MeasuredServer(ProcessHandle process, int port, String request) {

    private static final int CONNECTIONS = 8;

    /** Processor time for one request, by the kernel and the process together, in microseconds. */
    double cost(int requests) throws InterruptedException {
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        Duration before = processorTime();
        new LoadGenerator(port, CONNECTIONS).requestsPerSecond(Collections.nCopies(requests, bytes));
        return processorTime().minus(before).toNanos() / 1000.0 / requests;
    }

    private Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the platform does not tell processor times"));
    }
}
