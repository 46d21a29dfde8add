package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Node.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * Keeps asking nodes that share a store, each question of any node: secrets that are right, wrong and replaced, tokens,
 * JWTs that are new and sent again, changes by an administrator. What is wrong whatever the fault is noted at once;
 * {@link #judge} compares what was answered with what the nodes know afterwards.
 */
final class Load implements AutoCloseable {

    /** How long a client is used without asking the store, also while it cannot be asked. */
    static final Duration CACHE_TTL = Duration.ofSeconds(2);

    /** When a secret that was replaced must be dead on every node, fault or not. The rest is for a busy machine. */
    private static final Duration BELIEF = CACHE_TTL.plusMillis(500);

    private static final String SIGNING = "signing";
    private static final String STEADY = "steady";

    private final List<Node> nodes;
    private final Answers answers = new Answers();
    private final AssertionSigner signer = new AssertionSigner(Node.ISSUER);
    private final PublicJsonWebKey key = AssertionSigner.key("ES256", "k1");
    private final String steadySecret;
    private final Queue<String> made = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> runs = new ArrayList<>();
    private volatile boolean ended;

    /** The client whose secret is replaced, as it was answered last. */
    private volatile Turned turned;

    /** Registers its clients, and starts. */
    Load(List<Node> nodes) throws Exception {
        this.nodes = List.copyOf(nodes);
        steadySecret = secret(nodes.get(0).administer("POST", "/clients", "{\"client_id\":\"" + STEADY + "\"}"));
        Answer signing = nodes.get(0)
                .administer(
                        "POST",
                        "/clients",
                        AssertionSigner.registration(SIGNING, "\"jwks\":" + AssertionSigner.keySet(key)));
        assertThat(signing.status()).as(signing.body()).isEqualTo(201);
        turned = new Turned("turned-0", secret(register("turned-0")));
        for (Step step : List.<Step>of(
                this::askWithSecrets,
                this::askWithSecrets,
                this::askWithJwt,
                this::askWithJwt,
                this::replace,
                this::make)) {
            runs.add(threads.submit(() -> {
                while (!ended) {
                    step.run();
                }
                return "";
            }));
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private record Turned(String client, String secret) {}

    Answers answers() {
        return answers;
    }

    /** Returns when that many more questions of each kind were answered with yes. */
    void awaitYes(int more) throws Exception {
        List<String> kinds = List.of("secret=204", "jwt=204", "replace=201", "make=201", "token=200");
        List<Integer> before = kinds.stream().map(this::count).toList();
        Await.until("the load gets on: " + answers, Duration.ofSeconds(40), () -> {
            for (int i = 0; i < kinds.size(); i++) {
                if (count(kinds.get(i)) < before.get(i) + more) {
                    return runs.stream().anyMatch(Future::isDone);
                }
            }
            return true;
        });
    }

    private int count(String kind) {
        String[] parts = kind.split("=", -1);
        return answers.count(parts[0], Integer.parseInt(parts[1]));
    }

    /** Ends the load, and compares what was answered with what each node knows now. */
    void judge() throws Exception {
        ended = true;
        for (Future<?> run : runs) {
            run.get();
        }
        for (Node node : nodes) {
            for (String client : made) {
                Answer found = node.administer("GET", "/clients/" + client, "");
                if (found.status() != 200) {
                    answers.wrong("the client " + client + " was made, and is lost: " + found.status());
                }
            }
            Answer last = node.verify(turned.client, turned.secret);
            if (last.status() != 204) {
                answers.wrong("the last secret of " + turned.client + " was answered with " + last.status());
            }
        }
        assertThat(answers.wrong()).as(answers.toString()).isEmpty();
    }

    @Override
    public void close() {
        ended = true;
        threads.shutdown();
    }

    private Node next() {
        return nodes.get(turn.getAndIncrement() % nodes.size());
    }

    private void askWithSecrets() throws Exception {
        answers.note("secret", next().verify(STEADY, steadySecret), 204);
        answers.note("wrong-secret", next().verify(STEADY, "wrong"), 401);
        Answer token = next().form("/token", STEADY, steadySecret, "grant_type=client_credentials");
        answers.note("token", token, 200);
        Matcher text = Node.TOKEN.matcher(token.body());
        if (text.find()) {
            answers.note("bearer", next().bear(text.group(1)), 204);
        }
    }

    private void askWithJwt() throws Exception {
        String form = AssertionSigner.form(signer.signed(SIGNING, key));
        Answer first = next().assertion(form);
        answers.note("jwt", first, 204);
        Answer second = next().assertion(form);
        Answer third = next().assertion(form);
        // After no answer or 503 it may be used or not.
        Integer[] right = first.is2xx() ? new Integer[] {401} : new Integer[] {401, 204};
        answers.note("jwt-again", second, right);
        answers.note("jwt-again", third, right);
        if (second.is2xx() && third.is2xx()) {
            answers.wrong("a JWT passed twice");
        }
    }

    private void replace() throws Exception {
        Turned before = turned;
        Answer replaced = next().administer("POST", "/clients/" + before.client + "/secrets", "{\"replace\":true}");
        answers.note("replace", replaced, 201);
        if (replaced.status() != 201) {
            String another = "turned-" + turn.get();
            Answer created = register(another);
            answers.note("make-turned", created, 201);
            if (created.status() == 201) {
                turned = new Turned(another, secret(created));
            }
            return;
        }
        turned = new Turned(before.client, secret(replaced));
        for (Node node : nodes) {
            answers.note("new-secret", node.verify(turned.client, turned.secret), 204);
            Answer old = node.verify(before.client, before.secret);
            boolean mayBelieve = Duration.ofNanos(old.asked() - replaced.came()).compareTo(BELIEF) < 0;
            answers.note("old-secret", old, mayBelieve ? new Integer[] {401, 204} : new Integer[] {401});
        }
        Await.until("the old secret's time is over", Duration.ofSeconds(60), () -> {
            Answer old = next().verify(before.client, before.secret);
            boolean over = Duration.ofNanos(old.asked() - replaced.came()).compareTo(BELIEF) >= 0;
            answers.note("old-secret", old, over ? new Integer[] {401} : new Integer[] {401, 204});
            return over || old.status() == 401 || ended;
        });
    }

    private void make() throws Exception {
        String client = "made-" + turn.get();
        Answer created = register(client);
        answers.note("make", created, 201);
        if (created.status() == 201) {
            made.add(client);
        }
    }

    private Answer register(String client) throws InterruptedException {
        return next().administer("POST", "/clients", "{\"client_id\":\"" + client + "\"}");
    }

    private static String secret(Answer created) {
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return Administrator.secretIn(created.body());
    }
}
