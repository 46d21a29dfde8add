package dev.countersign.bench;

import dev.countersign.cache.CachedClientStore;
import dev.countersign.cache.ChangeFollower;
import dev.countersign.client.ChangeFeed.Changes;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.task.ChangeLag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What a client that is remembered costs, at most two microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Threads(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClientCacheBenchmark {

    private final ChangeLag lag = new ChangeLag(System::nanoTime);
    private final CachedClientStore store = new CachedClientStore(
            id -> Optional.of(client(id)), Duration.ofHours(1), Duration.ZERO, lag, InstantSource.system());
    private final ChangeFollower follower = new ChangeFollower(
            position -> new Changes(position, Set.of(), false, false, 0, OptionalLong.empty()),
            store::forget,
            () -> {},
            changes -> {},
            lag);

    @Setup(Level.Trial)
    public void lookUp() {
        store.find(new ClientId("known"));
    }

    @TearDown(Level.Trial)
    public void close() {
        follower.close();
        store.close();
    }

    @Benchmark
    public Optional<Client> remembered() {
        return store.remembered(new ClientId("known"));
    }

    private static Client client(ClientId id) {
        return new Client(id, ClientProfile.confidential(), List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }
}
