package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.log.HeardLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServletTest {

    private final EmbeddedDoor door = new EmbeddedDoor().servlet("/health/*", new HealthServlet());
    private final AtomicBoolean storeUsable = new AtomicBoolean(true);
    private final AtomicBoolean listsUsable = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void open() throws Exception {
        HealthChecks checks = new HealthChecks(
                Map.of(
                        "store",
                        () -> {
                            asked.incrementAndGet();
                            if (!storeUsable.get()) {
                                throw new IOException("password=secret");
                            }
                        },
                        "masterKey",
                        () -> {}),
                Map.of("revocationLists", () -> {
                    if (!listsUsable.get()) {
                        throw new IOException("overdue");
                    }
                }),
                door.clock);
        door.context.setAttribute(HealthChecks.class.getName(), checks);
        door.start();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Answer send(String method, String path) throws IOException {
        return door.send(method + " /app" + path + " HTTP/1.1", "Host: localhost", "Connection: close");
    }

    @Test
    void isUp() throws IOException {
        assertThat(send("GET", "/health/live").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        assertThat(send("GET", "/health/started").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        Answer ready = send("GET", "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"UP\",\"checks\":["
                                + "{\"name\":\"masterKey\",\"status\":\"UP\"},{\"name\":\"revocationLists\",\"status\":\"UP\"},{\"name\":\"store\",\"status\":\"UP\"}]}");
        assertThat(ready.header("Cache-Control")).contains("no-store");
        assertThat(send("HEAD", "/health/ready").status()).isEqualTo(200);
    }

    @Test
    void saysWhichPartIsDownAndNotWhy() throws IOException {
        storeUsable.set(false);
        Answer ready = send("GET", "/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"DOWN\",\"checks\":["
                                + "{\"name\":\"masterKey\",\"status\":\"UP\"},{\"name\":\"revocationLists\",\"status\":\"UP\"},{\"name\":\"store\",\"status\":\"DOWN\"}]}");
        assertThat(send("GET", "/health/live").status()).isEqualTo(200);
    }

    @Test
    void servesOtherClientsWithoutUsableRevocationLists() throws IOException {
        listsUsable.set(false);
        Answer ready = send("GET", "/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"UP\",\"checks\":["
                                + "{\"name\":\"masterKey\",\"status\":\"UP\"},{\"name\":\"revocationLists\",\"status\":\"DOWN\"},{\"name\":\"store\",\"status\":\"UP\"}]}");
    }

    @Test
    void looksAtMostOnceASecond() throws IOException {
        send("GET", "/health/ready");
        send("GET", "/health/ready");
        assertThat(asked).hasValue(1);
        door.clock.advance(Duration.ofSeconds(1));
        storeUsable.set(false);
        assertThat(send("GET", "/health/ready").status()).isEqualTo(503);
        assertThat(asked).hasValue(2);
    }

    @Test
    void ops1_aCheckThatFailsIsOneLineAMinuteAndOneWhenItIsWellAgain() throws IOException {
        try (HeardLog log = HeardLog.of(HealthChecks.class)) {
            storeUsable.set(false);
            for (int second = 0; second < 120; second++) {
                send("GET", "/health/ready");
                door.clock.advance(Duration.ofSeconds(1));
            }
            assertThat(log.levels()).containsExactly(Level.WARNING, Level.WARNING);
            assertThat(log.text()).contains("check=store unusable");
            storeUsable.set(true);
            send("GET", "/health/ready");
            door.clock.advance(Duration.ofSeconds(1));
            send("GET", "/health/ready");
            assertThat(log.levels()).containsExactly(Level.WARNING, Level.WARNING, Level.INFO);
            assertThat(log.text()).contains("check=store usable again");
        }
    }

    @Test
    void hasNothingElse() throws IOException {
        assertThat(send("GET", "/health").status()).isEqualTo(404);
        assertThat(send("GET", "/health/").status()).isEqualTo(404);
        assertThat(send("GET", "/health/live/x").status()).isEqualTo(404);
        Answer answer = send("POST", "/health/live");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD");
    }

    @Test
    void withoutTheListenerTheDeploymentStops() {
        try (EmbeddedDoor bare = new EmbeddedDoor().servlet("/health/*", new HealthServlet())) {
            bare.context.getServletHandler().getServlets()[0].setInitOrder(1);
            assertThatThrownBy(bare::start).hasStackTraceContaining("Countersign has not started");
        }
    }
}
