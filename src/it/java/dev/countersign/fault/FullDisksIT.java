package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Node.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.WarCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the embedded store and the journal, or that of PostgreSQL's tables or of its log, has no byte left. */
@Tag("full")
class FullDisksIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EMBEDDED_MEGABYTES = 100;
    private static final int TABLES_MEGABYTES = 24;
    private static final int LOG_MEGABYTES = 80;

    @TempDir
    Path folder;

    private final PublicJsonWebKey key = key();
    private final List<String> made = new ArrayList<>();
    private final List<String> used = new ArrayList<>();

    @Test
    void gen11_whatTheEmbeddedStoreAnsweredIsThereAfterItsDiskWasFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(EMBEDDED_MEGABYTES)) {
            WarCommand command = Node.command(disk.path(), "data");
            try (Node node = Node.start(command)) {
                fillAndFree(node, disk, "the embedded store");
            }
            try (Node again = Node.start(command)) {
                judge(again);
            }
        }
    }

    @Test
    void gen11_whatPostgresAnsweredIsThereAfterItsDiskWasFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(TABLES_MEGABYTES);
                FaultyDatabase database = new FaultyDatabase()) {
            database.moveTablesTo(disk.path());
            try (Node node = Node.start(Node.command(folder, "one", database.port()))) {
                fillAndFree(node, disk, "PostgreSQL");
                judge(node);
            }
        }
    }

    /** PostgreSQL ends by itself then, and an administrator starts it again. */
    @Test
    void gen11_whatPostgresAnsweredIsThereAfterTheDiskOfItsLogWasFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(LOG_MEGABYTES);
                FaultyDatabase database = new FaultyDatabase()) {
            database.moveLogTo(disk.path());
            try (Node node = Node.start(Node.command(folder, "one", database.port()))) {
                String secret = Administrator.secretIn(make(node, "billing").body());
                register(node);
                assertThat(sign(node)).isEqualTo(204);

                disk.fill();
                database.fillLog();

                Await.until(
                        "the store notices", PATIENCE, () -> make(node, "later").status() == 503);
                assertThat(sign(node)).isEqualTo(503);
                assertThat(node.verify("billing", secret).status()).isIn(204, 503);
                assertThat(node.verify("billing", "wrong").status()).isIn(401, 503);
                disk.free();
                Duration took = Await.until("it recovers", DatabaseDownIT.RECOVERY, () -> {
                    database.startIfEnded();
                    return make(node, "afterwards-" + made.size()).status() == 201 && sign(node) == 204;
                });
                Answers.figure("disk of PostgreSQL's log full: recovered after " + took.toMillis() + " ms");
                judge(node);
            }
        }
    }

    private void fillAndFree(Node node, SmallDisk disk, String store) throws Exception {
        String secret = Administrator.secretIn(make(node, "billing").body());
        register(node);
        assertThat(sign(node)).isEqualTo(204);

        disk.fill();
        Answers answers = new Answers();
        // Blocks that are there already still take some.
        Await.until("the store notices", PATIENCE, () -> {
            disk.fill();
            Answer answer = make(node, "made-" + answers.count("make", 201));
            answers.note("make", answer, 201);
            return answer.status() == 503;
        });
        Await.until("the guard notices", PATIENCE, () -> {
            disk.fill();
            return sign(node) == 503;
        });
        Answer during = node.verify("billing", secret);
        assertThat(during.status()).isIn(204, 503);
        assertThat(node.verify("billing", "wrong").status()).isIn(401, 503);

        disk.free();
        Duration took = Await.until(
                "it recovers",
                DatabaseDownIT.RECOVERY,
                () -> make(node, "afterwards-" + made.size()).status() == 201 && sign(node) == 204);
        assertThat(node.verify("billing", secret).status()).isEqualTo(204);
        Answers.figure("disk full, " + store + ": " + answers + ", a known client meanwhile " + during.status()
                + ", recovered after " + took.toMillis() + " ms");
        assertThat(answers.wrong()).isEmpty();
    }

    private void register(Node node) throws Exception {
        Answer signing = node.administer(
                "POST", "/clients", AssertionSigner.registration("signing", "\"jwks\":" + AssertionSigner.keySet(key)));
        assertThat(signing.status()).as(signing.body()).isEqualTo(201);
    }

    private Answer make(Node node, String client) throws InterruptedException {
        Answer answer = node.administer("POST", "/clients", "{\"client_id\":\"" + client + "\"}");
        if (answer.status() == 201) {
            made.add(client);
        }
        return answer;
    }

    private int sign(Node node) throws Exception {
        String form = AssertionSigner.form(new AssertionSigner(Node.ISSUER).signed("signing", key));
        int status = node.assertion(form).status();
        if (status == 204) {
            used.add(form);
        }
        return status;
    }

    private void judge(Node node) throws Exception {
        for (String client : made) {
            assertThat(node.administer("GET", "/clients/" + client, "").status())
                    .as(client)
                    .isEqualTo(200);
        }
        for (String form : used) {
            assertThat(node.assertion(form).status()).isEqualTo(401);
        }
    }

    private static PublicJsonWebKey key() {
        try {
            return AssertionSigner.key("ES256", "k1");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
