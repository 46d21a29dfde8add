package dev.countersign.bench;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a request with a certificate that was judged before to the request that was let in: at most 10 microseconds by
 * the servlet attribute, 25 by a header. The client, of {@code tls_client_auth} by its distinguished name, is in
 * memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CertificateAdmissionBenchmark {

    /** How the certificate comes. */
    @Param({"attribute", "nginx"})
    private String way = "attribute";

    private Optional<CertificateDoor> door = Optional.empty();
    private Optional<HttpServletRequest> right = Optional.empty();

    @Setup(Level.Trial)
    public void prepare() throws Exception {
        BenchAuthority authority = new BenchAuthority();
        door = Optional.of(new CertificateDoor(authority, way));
        right = Optional.of(door.get().request(authority.issue(CertificateDoor.SUBJECT, BenchAuthority.pair())));
    }

    @Benchmark
    public HttpServletRequest granted() throws IOException {
        return door.orElseThrow().granted(right.orElseThrow());
    }
}
