package dev.countersign.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Threads;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryCounts;
import dev.countersign.client.Page;
import dev.countersign.log.HeardLog;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.task.BackgroundTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import javax.management.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real store, with a clock that is moved by hand. */
class ExpiryWatchTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new Cluster(directory);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aCredentialIsToldOfAtThirtySevenAndOneDaysAndNoMore() {
        List<Cluster.Node> nodes = List.of(cluster.node(), cluster.node(), cluster.node());
        cluster.secret("s", DAY.multipliedBy(32));
        cluster.certificate("c", DAY.multipliedBy(33));
        List<Integer> written = new ArrayList<>();

        for (int day = 0; day < 35; day++) {
            cluster.goOn(DAY);
            written.add(cluster.events().size());
        }

        assertThat(cluster.events())
                .containsExactly(
                        "secret s \"autumn\" ends at 2026-04-02T10:00:00Z, in 30 days",
                        "certificate c \"alias\" ends at 2026-04-03T10:00:00Z, in 30 days",
                        "secret s \"autumn\" ends at 2026-04-02T10:00:00Z, in 7 days",
                        "certificate c \"alias\" ends at 2026-04-03T10:00:00Z, in 7 days",
                        "secret s \"autumn\" ends at 2026-04-02T10:00:00Z, in 1 day",
                        "certificate c \"alias\" ends at 2026-04-03T10:00:00Z, in 1 day");
        // On their days: the first of March is day 0.
        assertThat(written.subList(0, 3)).containsExactly(0, 1, 2);
        assertThat(written.subList(23, 26)).containsExactly(2, 3, 4);
        assertThat(written.subList(29, 33)).containsExactly(4, 5, 6, 6);
        for (Cluster.Node node : nodes) {
            assertThat(node.announced)
                    .extracting(Notification::getMessage)
                    .containsExactlyElementsOf(cluster.events().stream()
                            .map(text -> "client " + text.split(" ", -1)[1] + ": " + text)
                            .toList());
        }
    }

    @Test
    void nodesThatLookAtOnceWriteOnce() throws Exception {
        List<Cluster.Node> nodes = List.of(cluster.node(), cluster.node(), cluster.node());
        for (int i = 0; i < 30; i++) {
            cluster.secret("s" + i, DAY.multipliedBy(8 + i % 2));
        }
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            for (int day = 0; day < 10; day++) {
                cluster.later(DAY);
                List<Callable<Object>> looks = new ArrayList<>();
                nodes.forEach(node -> looks.add(Executors.callable(node::look)));
                for (Future<Object> look : threads.invokeAll(looks)) {
                    look.get();
                }
            }
        } finally {
            threads.shutdown();
        }

        // At 7 days and at 1.
        assertThat(cluster.events()).hasSize(60).doesNotHaveDuplicates();
        nodes.forEach(node -> assertThat(node.announced).hasSize(60));
    }

    @Test
    void aRestartRepeatsNothing() {
        Cluster.Node node = cluster.node();
        cluster.secret("s", DAY.multipliedBy(8));
        cluster.goOn(DAY.multipliedBy(2));
        node.close();

        Cluster.Node again = cluster.node();
        cluster.goOn(DAY);

        assertThat(node.announced).hasSize(1);
        assertThat(again.announced).isEmpty();
        assertThat(cluster.events()).hasSize(1);
    }

    @Test
    void whenAllNodesWereDownForThreeDaysNothingIsLost() {
        Cluster.Node before = cluster.node();
        cluster.secret("ended", DAY.multipliedBy(3));
        cluster.secret("week", DAY.multipliedBy(9));
        cluster.certificate("month", DAY.multipliedBy(32));
        cluster.goOn(DAY);
        before.close();
        cluster.later(DAY.multipliedBy(3));

        Cluster.Node after = cluster.node();

        assertThat(cluster.events())
                .containsExactly(
                        "secret ended \"autumn\" ended at 2026-03-04T10:00:00Z",
                        "secret week \"autumn\" ends at 2026-03-10T10:00:00Z, in 5 days",
                        "certificate month \"alias\" ends at 2026-04-02T10:00:00Z, in 28 days");
        assertThat(after.announced).hasSize(3);
        cluster.goOn(DAY.multipliedBy(30));
        assertThat(cluster.events()).as("one day, seven days, one day").hasSize(6);
    }

    @Test
    void whatHasCrossedTwoThresholdsMeanwhileIsToldOfAtTheNearer() {
        cluster.node().close();
        cluster.secret("s", DAY.multipliedBy(31));
        cluster.certificate("c", DAY.multipliedBy(33));
        cluster.later(DAY.multipliedBy(25));

        Cluster.Node node = cluster.node();
        assertThat(cluster.events())
                .containsExactly(
                        "secret s \"autumn\" ends at 2026-04-01T10:00:00Z, in 6 days",
                        "certificate c \"alias\" ends at 2026-04-03T10:00:00Z, in 8 days");
        cluster.goOn(DAY.multipliedBy(9));

        assertThat(cluster.events())
                .filteredOn(text -> text.startsWith("secret"))
                .last()
                .asString()
                .endsWith("in 1 day");
        assertThat(cluster.events())
                .filteredOn(text -> text.startsWith("secret"))
                .hasSize(2);
        assertThat(cluster.events())
                .filteredOn(text -> text.startsWith("certificate"))
                .hasSize(3);
        assertThat(node.announced).hasSize(5);
    }

    @Test
    void theFirstLookEverTellsWhatIsAheadAndNotWhatIsPast() {
        cluster.secret("past", DAY.multipliedBy(100));
        cluster.secret("soon", DAY.multipliedBy(105));
        cluster.secret("later", DAY.multipliedBy(120));
        cluster.later(DAY.multipliedBy(101));

        Cluster.Node node = cluster.node();

        assertThat(cluster.events())
                .containsExactly(
                        "secret soon \"autumn\" ends at 2026-06-14T10:00:00Z, in 4 days",
                        "secret later \"autumn\" ends at 2026-06-29T10:00:00Z, in 19 days");
        assertThat(node.announced).hasSize(2);
    }

    @Test
    void ofAShortLifeOnlyTheThresholdsAheadCount() {
        Cluster.Node node = cluster.node();
        for (int days : List.of(1, 7, 20, 30)) {
            cluster.secret("s" + days, DAY.multipliedBy(days));
        }
        cluster.goOn(DAY.multipliedBy(31));

        assertThat(cluster.events())
                .extracting(text -> text.replaceFirst("secret (\\S+) .*, ", "$1 "))
                .containsExactly("s7 in 1 day", "s20 in 7 days", "s20 in 1 day", "s30 in 7 days", "s30 in 1 day");
        assertThat(node.announced).hasSize(5);
    }

    @Test
    void anEndThatIsMovedForwardIsToldOfAtTheThresholdsAhead() {
        Cluster.Node node = cluster.node();
        cluster.secret("atOnce", DAY.multipliedBy(300));
        cluster.secret("threeDays", DAY.multipliedBy(300));
        cluster.secret("week", DAY.multipliedBy(300));
        cluster.goOn(DAY);
        cluster.later(Duration.ofMinutes(30));
        cluster.end("atOnce", Duration.ZERO);
        cluster.end("threeDays", DAY.multipliedBy(3));
        cluster.end("week", DAY.multipliedBy(7));
        cluster.goOn(DAY.multipliedBy(8));

        assertThat(cluster.events())
                .extracting(text -> text.replaceFirst("secret (\\S+) .*, ", "$1 "))
                .containsExactly("week in 7 days", "threeDays in 1 day", "week in 1 day");
        assertThat(node.announced).hasSize(3);
    }

    @Test
    void theNumbersAreThoseOfTheLastLook() {
        Cluster.Node node = cluster.node();
        assertThat(node.outlook.getLastLooked()).isEqualTo("2026-03-01T10:00:00Z");
        for (int days : List.of(1, 2, 8, 31, 32)) {
            cluster.secret("s" + days, DAY.multipliedBy(days));
            cluster.certificate("c" + days, DAY.multipliedBy(days));
        }
        cluster.later(ExpiryWatch.BETWEEN_LOOKS.minusNanos(1));
        node.look();
        assertThat(node.outlook.counts().endingWithin30Days()).as("not due yet").isZero();

        cluster.goOn(DAY.plusHours(1));

        assertThat(cluster.now()).isAfter(Cluster.START.plus(DAY));
        ExpiryCounts counts = node.outlook.counts();
        assertThat(counts.expired()).isEqualTo(2);
        assertThat(counts.endingWithin1Day()).isEqualTo(2);
        assertThat(counts.endingWithin7Days()).isEqualTo(4);
        assertThat(counts.endingWithin30Days()).isEqualTo(6);
        assertThat(counts.lookedAt()).contains(cluster.now());
    }

    @Test
    void gen11_whatWasMissedInAnOutageIsTold() {
        Cluster.Node node = cluster.node();
        cluster.secret("s", DAY.multipliedBy(8));
        String url = cluster.database.getURL();
        cluster.database.setURL("jdbc:h2:" + directory.resolve("none") + ";IFEXISTS=TRUE");
        cluster.later(DAY.plusHours(1));
        node.look();
        node.look();
        assertThat(node.outages).isEqualTo(2);
        assertThat(node.outlook.counts().lookedAt()).as("the old numbers stay").contains(Cluster.START);
        cluster.database.setURL(url);
        node.look();

        assertThat(cluster.events()).hasSize(1);
        assertThat(node.announced).hasSize(1);
        assertThat(node.outlook.counts().lookedAt()).contains(cluster.now());
    }

    @Test
    void gen11_anErrorDoesNotEndTheWatch() throws Exception {
        Semaphore looks = new Semaphore(0);
        ExpiryCalendar broken = new ExpiryCalendar() {
            @Override
            public Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit) {
                throw new NoClassDefFoundError("planted");
            }

            @Override
            public long count(Instant after, Instant until) {
                looks.release();
                throw new NoClassDefFoundError("planted");
            }
        };
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                JdbcStore store = new JdbcStore(cluster.database, cluster::now);
                ExpiryWatch watch = new ExpiryWatch(
                        broken, store.expiryNotices(), new ExpiryOutlook(), cluster::now, Duration.ofMillis(1))) {
            assertThat(watch).isNotNull();
            assertThat(looks.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
            assertThat(log.levels()).containsExactly(Level.WARNING);
        }
    }

    @Test
    void aNodeThatStartsDuringAnOutageTellsAfterIt() {
        cluster.node().close();
        cluster.secret("s", DAY.multipliedBy(8));
        cluster.later(DAY.multipliedBy(2));
        String url = cluster.database.getURL();
        cluster.database.setURL("jdbc:h2:" + directory.resolve("none") + ";IFEXISTS=TRUE");
        Cluster.Node node = cluster.node();
        assertThat(node.outlook.getLastLooked()).isEmpty();
        cluster.database.setURL(url);

        node.look();

        assertThat(cluster.events()).hasSize(1);
        assertThat(node.announced).hasSize(1);
    }

    @Test
    void aWatchThatIsClosedLeavesNoThreadBehindAndLooksNoMore() throws Exception {
        Cluster.Node node = cluster.node();
        node.close();
        cluster.later(DAY);
        node.look();

        assertThat(node.outlook.counts().lookedAt()).contains(Cluster.START);
        Threads.assertNone("countersign-expiry");
    }
}
