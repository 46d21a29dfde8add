package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests in numbers that fill the memory, if anything of them is kept. */
interface FloodScenario extends Scenario {

    /** More than a container's own login had memory for. */
    @Tag("full")
    @Test
    default void gen20_strangersLeaveNothingBehindWhileAPersonSignsIn() throws Exception {
        String request = "GET /countersign/console/?client=a HTTP/1.1\r\nHost: localhost\r\nX-Large: "
                + "x".repeat(7000) + "\r\n\r\n";
        ExecutorService strangers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> floods = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                floods.add(strangers.submit(() -> {
                    for (int connections = 0; connections < 200; connections++) {
                        flood(request);
                    }
                    return null;
                }));
            }
            for (int signedIn = 0; signedIn < 8; signedIn++) {
                assertThat(person().get("/admin/whoami").statusCode()).isEqualTo(200);
            }
            for (Future<?> flood : floods) {
                flood.get();
            }
        } finally {
            strangers.shutdownNow();
        }
        assertThat(person().get("/console/").body()).contains(SessionScenario.INSIDE);
    }

    /** Fewer at a time than Tomcat takes by one connection. */
    private void flood(String request) throws IOException {
        try (RawConnection connection = new RawConnection(running().port())) {
            for (int i = 0; i < 50; i++) {
                Answer answer = connection.send(request);
                assertThat(answer.status()).isEqualTo(303);
                assertThat(answer.header("Set-Cookie")).isEmpty();
            }
        }
    }
}
