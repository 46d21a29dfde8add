package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded store has said yes to, it has: also when the process is killed the moment after. */
@Tag("full")
class DurabilityIT {
    private static final int ROUNDS = 4;
    private static final int WRITERS = 4;
    private static final int ENOUGH = 40;
    private static final int PARTS_OF_AN_END = 10;

    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    @TempDir
    Path data;

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        ExecutableWar war = ExecutableWar.in(data).start();
        try {
            String administrator = Visitor.basic("admin", war.password());
            List<String> acknowledged = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                acknowledged.addAll(write(war, administrator, "round-" + round, ExecutableWar::kill));
                war = war.restart();
                assertThat(lost(war, administrator, acknowledged))
                        .as("round " + round)
                        .isEmpty();
            }
        } finally {
            war.close();
        }
    }

    /** As by a supervisor that waits only for a moment: a part of the time that an end takes. */
    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilledWhileItEnds() throws Exception {
        ExecutableWar war = ExecutableWar.in(data).start();
        try {
            String administrator = Visitor.basic("admin", war.password());
            List<String> acknowledged = new ArrayList<>(write(
                    war,
                    administrator,
                    "whole",
                    server -> assertThat(server.terminate()).isEqualTo(TERMINATED)));
            war = war.restart();
            long begin = System.nanoTime();
            war.terminate();
            Duration whole = Duration.ofNanos(System.nanoTime() - begin);
            int killed = 0;
            for (int part = 1; part < PARTS_OF_AN_END; part++) {
                war = war.restart();
                Duration patience = whole.multipliedBy(part).dividedBy(PARTS_OF_AN_END);
                AtomicBoolean late = new AtomicBoolean();
                acknowledged.addAll(write(
                        war, administrator, "part-" + part, server -> late.set(server.terminateOrKill(patience))));
                killed += late.get() ? 1 : 0;
                war = war.restart();
                assertThat(lost(war, administrator, acknowledged))
                        .as("killed after " + part + " / " + PARTS_OF_AN_END + " of " + whole)
                        .isEmpty();
            }
            assertThat(killed).as("ends that were interrupted").isPositive();
        } finally {
            war.close();
        }
    }

    /** Ends a server. */
    private interface End {

        void of(ExecutableWar war) throws InterruptedException;
    }

    private static Queue<String> write(ExecutableWar war, String administrator, String round, End end)
            throws InterruptedException {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        CountDownLatch enough = new CountDownLatch(ENOUGH);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = round + "-writer-" + writer + "-";
            writers.execute(() -> write(war.url(), administrator, prefix, acknowledged, enough));
        }
        boolean busy = enough.await(60, TimeUnit.SECONDS);
        end.of(war);
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(busy).as(() -> "the writers got on; the log:\n" + war.err()).isTrue();
        return acknowledged;
    }

    private static void write(
            String url, String administrator, String prefix, Queue<String> acknowledged, CountDownLatch enough) {
        Visitor visitor = new Visitor(url);
        for (int i = 0; ; i++) {
            String id = prefix + i;
            try {
                int status = visitor.post(
                                "/admin/clients",
                                "application/json",
                                "{\"client_id\":\"" + id + "\"}",
                                "Authorization",
                                administrator)
                        .statusCode();
                if (status != 201) {
                    return;
                }
                acknowledged.add(id);
                enough.countDown();
            } catch (IOException e) {
                // The kill: what was not acknowledged may be there or not.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<String> lost(ExecutableWar war, String administrator, List<String> ids) throws Exception {
        Visitor visitor = new Visitor(war.url());
        List<String> lost = new ArrayList<>();
        for (String id : ids) {
            if (visitor.get("/admin/clients/" + id, "Authorization", administrator)
                            .statusCode()
                    != 200) {
                lost.add(id);
            }
        }
        return lost;
    }
}
