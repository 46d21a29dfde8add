package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Copies come and go beside the one that stays, in a server that runs on: none leaves anything behind, and none
 * disturbs another one. They share one store.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class LifecycleScenario {

    /**
     * Collections take their time, and idle connections keep what they last served: WildFly hangs up after a minute.
     */
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(90);

    /** A change shows on every other copy within a second; the rest is the machine's. */
    private static final Duration LONGEST_NEWS = Duration.ofSeconds(3);

    private Container server;
    private Administrator script;
    private Jvm jvm;

    /** A server in this empty folder, not started yet. */
    abstract Container server(Path empty);

    /** How many copies that are gone the server itself may hold on to, however many there were. */
    int copiesThatTheServerKeeps() {
        return 0;
    }

    /** What the server itself answers now and then to a request that comes to a copy which has just stopped. */
    List<Integer> answersOfTheServer() {
        return List.of();
    }

    /** The log without what the server itself says of such a request, or of its own threads. */
    String withoutWordsOfTheServer(String log) {
        return log;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = server(folder);
        server.start();
        jvm = new Jvm(server.server());
        Visitor person = new Visitor(server.url());
        person.login(Server.PERSON, server.personsPassword());
        HttpResponse<String> created = person.post(
                "/admin/clients",
                "application/json",
                "{\"client_id\":\"operator\",\"administrator\":true}",
                "Sec-Fetch-Site",
                "same-origin");
        assertThat(created.statusCode()).as(created.body() + server.log()).isEqualTo(201);
        script = new Administrator(server.url(), "operator", Administrator.secretIn(created));
    }

    @AfterAll
    void stop() throws Exception {
        try {
            jvm.close();
        } finally {
            server.close();
        }
    }

    protected final Container running() {
        return server;
    }

    protected final Administrator script() {
        return script;
    }

    protected final Jvm jvm() {
        return jvm;
    }

    @Tag("long")
    @Test
    void aCopyThatIsUndeployedLeavesNothingBehindHoweverOften() throws Exception {
        String secret = script.register("\"client_id\":\"again\"");
        use("/countersign", "again", secret);
        long threads = jvm.threadsOfOurs();
        awaitFewClassLoaders("those of copies that are gone");

        for (int round = 1; round <= 4; round++) {
            server.deploy(Container.war(), "again");
            use("/again", "again", secret);
            assertThat(jvm.countersOfOurs("/again")).as("round " + round).hasSize(1);
            assertThat(jvm.threadsOfOurs()).isGreaterThan(threads);
            assertThat(jvm.classLoadersOfOurs()).isGreaterThanOrEqualTo(2);

            server.undeploy("again");
            assertThat(new Visitor(server.origin() + "/again")
                            .get("/health/live")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(jvm.beansOfOurs("/again")).isEmpty();
        }

        await(() -> jvm.threadsOfOurs() == threads, LONGEST_GOODBYE, "its threads are gone");
        awaitFewClassLoaders("its own");
        assertThat(jvm.countersOfOurs("/countersign")).hasSize(1);
        assertQuiet();
    }

    @Test
    void copiesShareTheStoreAndNothingElse() throws Exception {
        String secret = script.register("\"client_id\":\"shared\"");
        server.deploy(Container.war(), "beside");
        try {
            Visitor here = new Visitor(server.url());
            Visitor there = new Visitor(server.origin() + "/beside");
            String basic = Visitor.basic("shared", secret);
            assertThat(here.get("/verify", "Authorization", basic).statusCode()).isEqualTo(204);
            assertThat(there.get("/verify", "Authorization", basic).statusCode())
                    .isEqualTo(204);
            assertThat(jvm.countersOfOurs("/countersign")).hasSize(1);
            assertThat(jvm.countersOfOurs("/beside"))
                    .hasSize(1)
                    .allSatisfy(name -> assertThat(jvm.beans().getAttribute(name, "Granted"))
                            .isEqualTo(1L));

            // A session is the copy's own.
            Visitor person = new Visitor(server.url());
            person.login(Server.PERSON, server.personsPassword());
            assertThat(there.get("/admin/whoami", "Cookie", person.cookie().orElseThrow())
                            .statusCode())
                    .isEqualTo(401);

            // What one changes shows in the other, which remembers the client.
            assertThat(script.patch("/clients/shared", "{\"enabled\":false}", "*")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(here.get("/verify", "Authorization", basic).statusCode()).isEqualTo(401);
            await(
                    () -> there.get("/verify", "Authorization", basic).statusCode() == 401,
                    LONGEST_NEWS,
                    "the other copy knows too");
        } finally {
            server.undeploy("beside");
        }
    }

    @Test
    void aCopyThatGoesOrFailsToStartDisturbsNoOther() throws Exception {
        String secret = script.register("\"client_id\":\"steady\"");
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> steady = knocking("/countersign", "steady", secret, enough, List.of(204));
        try {
            for (int round = 0; round < 2; round++) {
                server.deploy(Container.war(), "leaving");
                use("/leaving", "steady", secret);
                server.undeploy("leaving");
            }
        } finally {
            enough.set(true);
        }
        assertThat(steady.get(1, TimeUnit.MINUTES))
                .as("requests that all went well")
                .isGreaterThan(10);
    }

    @Test
    void whoIsStillKnockingWhenItGoesIsAnswered() throws Exception {
        String secret = script.register("\"client_id\":\"late\"");
        server.deploy(Container.war(), "busy");
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<Integer>> knocking = List.of(
                knocking("/busy", "late", secret, enough, whileItGoes(204)),
                knocking("/busy", "late", secret, enough, whileItGoes(204)),
                knocking("/busy", "stranger", "wrong", enough, whileItGoes(401)));
        use("/busy", "late", secret);
        try {
            server.undeploy("busy");
        } finally {
            enough.set(true);
        }
        for (CompletableFuture<Integer> each : knocking) {
            assertThat(each.get(1, TimeUnit.MINUTES)).isPositive();
        }
        use("/countersign", "late", secret);
        assertQuiet();
    }

    /** @param usual before it goes */
    private List<Integer> whileItGoes(int usual) {
        // 403 where it goes slowly: a hundred guesses from one address slow down all that comes from there.
        List<Integer> answers = new ArrayList<>(List.of(usual, 403, 404, 503));
        answers.addAll(answersOfTheServer());
        return answers;
    }

    /** Through everything that keeps something: the cache, the last use, a session, JSON. */
    protected final void use(String path, String id, String secret) throws Exception {
        Visitor visitor = new Visitor(server.origin() + path);
        HttpResponse<String> granted = visitor.get("/verify", "Authorization", Visitor.basic(id, secret));
        assertThat(granted.statusCode()).as(server::log).isEqualTo(204);
        visitor.login(Server.PERSON, server.personsPassword());
        HttpResponse<String> whoami = visitor.get("/admin/whoami");
        assertThat(whoami.statusCode()).as(whoami.body()).isEqualTo(200);
        assertThat(visitor.get("/admin/clients?search=" + id).body()).contains(id);
    }

    /** Knocks until it is enough, and counts; fails when an answer is none of these. */
    private CompletableFuture<Integer> knocking(
            String path, String id, String secret, AtomicBoolean enough, List<Integer> expected) {
        Visitor visitor = new Visitor(server.origin() + path);
        return CompletableFuture.supplyAsync(() -> {
            int answers = 0;
            while (!enough.get()) {
                try {
                    HttpResponse<String> answer = visitor.get("/verify", "Authorization", Visitor.basic(id, secret));
                    assertThat(answer.statusCode())
                            .as(answer.body() + server.log())
                            .isIn(expected);
                } catch (java.io.IOException | InterruptedException e) {
                    throw new AssertionError("no answer from " + path, e);
                }
                answers++;
            }
            return answers;
        });
    }

    /** That of the copy which stays, and what the server itself keeps. */
    private void awaitFewClassLoaders(String others) throws Exception {
        await(
                () -> jvm.classLoadersOfOurs() <= 1 + copiesThatTheServerKeeps(),
                LONGEST_GOODBYE,
                "class loaders are gone: " + others);
    }

    /** Neither we nor the server has anything to complain about. */
    private void assertQuiet() {
        String log = withoutWordsOfTheServer(server.log());
        Scenario.assertQuiet(log);
        assertThat(log).doesNotContain("memory leak", "failed to unregister", "but has failed to stop it");
    }

    protected static void await(Condition condition, Duration patience, String what) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Something that a test waits for. */
    interface Condition {
        boolean holds() throws Exception;
    }
}
