package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.RawConnection;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server by itself, as it comes: what it has let in, it knows after it was killed, and what is new it takes at
 * once.
 */
@Tag("full")
class ReplayJournalIT {

    private static final String ISSUER = "https://as.example";
    private static final String CLIENT = "busy";
    private static final int SENDERS = 4;
    private static final int ENOUGH = 300;
    private static final int ROUNDS = 2;

    private final AtomicInteger sources = new AtomicInteger();
    private final AssertionSigner signer = new AssertionSigner(ISSUER);

    @TempDir
    Path data;

    @TempDir
    Path other;

    @Test
    void jwt14_killedUnderLoadItKnowsWhatItHasLetIn() throws Exception {
        PublicJsonWebKey key = AssertionSigner.key("EdDSA", "k1");
        // Each from a source of its own, so that what is refused is not throttled.
        ExecutableWar war = ExecutableWar.in(data)
                .optimizing()
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false")
                .start();
        try {
            Administrator administrator = new Administrator(war.url(), war.password());
            HttpResponse<String> created = administrator.post(
                    "/clients", AssertionSigner.registration(CLIENT, "\"jwks\":" + AssertionSigner.keySet(key)));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            assertThat(administrator.get("/server").body()).contains("\"replay_guard\":\"journal\"");
            List<String> used = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                used.addAll(killUnderLoad(war, key));
                war = war.restart();
                try (RawConnection connection = new RawConnection(war.port())) {
                    // The first one of all, and it does not say when it was made.
                    assertThat(send(connection, undated(key))).isEqualTo(204);
                }
                assertThat(used).hasSizeGreaterThan(ENOUGH * (round + 1) - 1);
                try (RawConnection connection = new RawConnection(war.port())) {
                    for (String assertion : used) {
                        assertThat(send(connection, assertion)).isEqualTo(401);
                    }
                }
            }
            assertThat(war.err()).contains("The journal of used JWTs is complete");
        } finally {
            war.close();
        }
    }

    @Test
    void jwt14_twoProcessesDoNotShareAJournal() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            WarCommand.Result second = ExecutableWar.in(other)
                    .withEnvironment("COUNTERSIGN_DATA_DIRECTORY", data.toString())
                    .run();

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .contains("the journal in " + data.resolve("replay") + " is in use by another process");
            assertThat(war.err()).doesNotContain("journal in");
        }
    }

    private Queue<String> killUnderLoad(ExecutableWar war, PublicJsonWebKey key) throws InterruptedException {
        Queue<String> used = new ConcurrentLinkedQueue<>();
        CountDownLatch enough = new CountDownLatch(ENOUGH);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = new Thread(() -> sendUntilKilled(war.port(), key, used, enough));
            sender.start();
            senders.add(sender);
        }
        boolean busy = enough.await(120, TimeUnit.SECONDS);
        war.kill();
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(busy).as(() -> "they got on; the log:\n" + war.err()).isTrue();
        return used;
    }

    private void sendUntilKilled(int port, PublicJsonWebKey key, Queue<String> used, CountDownLatch enough) {
        try (RawConnection connection = new RawConnection(port)) {
            while (true) {
                String assertion = undated(key);
                if (send(connection, assertion) != 204) {
                    return;
                }
                used.add(assertion);
                enough.countDown();
            }
        } catch (IOException | AssertionError e) {
            // The kill: whether the last one was let in is unknown.
            assertThat(e).isNotNull();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String undated(PublicJsonWebKey key) throws JoseException {
        return signer.signed(CLIENT, key, claims -> claims.unsetClaim("iat"));
    }

    private int send(RawConnection connection, String assertion) throws IOException {
        String form = AssertionSigner.form(assertion);
        int source = sources.getAndIncrement();
        return connection
                .send("POST /countersign/verify HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.18."
                        + source / 250 + "." + source % 250
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form)
                .status();
    }
}
