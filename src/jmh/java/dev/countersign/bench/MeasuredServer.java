package dev.countersign.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A server that is asked one request again and again. */
record MeasuredServer(ProcessHandle process, int port, String request, Optional<SSLContext> tls) {

    private static final int CONNECTIONS = 8;

    /** Without TLS. */
    MeasuredServer(ProcessHandle process, int port, String request) {
        this(process, port, request, Optional.empty());
    }

    /** Processor time for one request, by the kernel and the process together, in microseconds. */
    double cost(int requests) throws InterruptedException {
        return cost(Collections.nCopies(requests, request.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The same for these, in place of the one. */
    double cost(List<byte[]> requests) throws InterruptedException {
        Duration before = processorTime();
        new LoadGenerator(port, CONNECTIONS, tls).requestsPerSecond(requests);
        return processorTime().minus(before).toNanos() / 1000.0 / requests.size();
    }

    private Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the platform does not tell processor times"));
    }
}
