package dev.countersign.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.Page;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.PostgresCluster;
import java.sql.SQLException;
import java.time.InstantSource;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a look-up without a cache takes, and a page of the console's list, with a thousand and with a million
 * clients: a look-up among a million may cost 1.5 times as much as one among a thousand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls open() first.
public class StoreBenchmark {

    /** In clients. */
    private static final int PAGE = 50;

    @Param({"1000", "1000000"})
    public int clients;

    /** H2 in a file below {@code target}, filled once and kept; PostgreSQL in a cluster of its own, over TCP. */
    @Param({"h2", "postgresql"})
    public String database = "";

    private Optional<PostgresCluster> cluster = Optional.empty();
    private HikariDataSource pool;
    private JdbcStore store;
    private int turn;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        if (database.equals("postgresql")) {
            cluster = Optional.of(new PostgresCluster());
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(cluster.map(PostgresCluster::url).orElse("jdbc:h2:./target/bench/clients-" + clients));
        cluster.ifPresent(there -> config.setUsername("countersign"));
        config.setMaximumPoolSize(4);
        pool = new HikariDataSource(config);
        StoreFilling.fill(pool, clients);
        store = new JdbcStore(pool, InstantSource.system());
    }

    @TearDown(Level.Trial)
    public void close() {
        store.close();
        pool.close();
        cluster.ifPresent(PostgresCluster::close);
    }

    @Benchmark
    public Optional<Client> lookUp() {
        return store.clients().find(new ClientId(StoreFilling.id(next())));
    }

    @Benchmark
    public Optional<Client> lookUpOfNobody() {
        return store.clients().find(new ClientId("nobody-" + next()));
    }

    @Benchmark
    public Page<Client> firstPage() {
        return store.clients().page("", Optional.empty(), PAGE);
    }

    /** Every client has this word. */
    @Benchmark
    public Page<Client> searchOfAWordThatAllHave() {
        return store.clients().page("shop", Optional.empty(), PAGE);
    }

    /** Every client is found by this, in four ways. */
    @Benchmark
    public Page<Client> searchOfALetterThatAllHave() {
        return store.clients().page("s", Optional.empty(), PAGE);
    }

    @Benchmark
    public Page<Client> searchOfOne() {
        return store.clients().page(StoreFilling.id(next()), Optional.empty(), PAGE);
    }

    @Benchmark
    public Page<AuditEvent> events() {
        return store.auditTrail().events(Optional.of(new ClientId(StoreFilling.id(next()))), Optional.empty(), PAGE);
    }

    /** Jumps to and fro, the same way each time. */
    private int next() {
        turn = turn * 1_664_525 + 1_013_904_223;
        return Math.floorMod(turn >>> 4, clients);
    }
}
