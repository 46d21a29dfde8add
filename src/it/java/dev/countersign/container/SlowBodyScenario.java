package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that never end hold neither the threads nor a connection for long, whatever they were sent for. */
interface SlowBodyScenario extends Scenario {

    /** More than any container here has threads. */
    int MANY = 210;

    /** A place is waited for 200 ms, by as many threads at once as there are; and the machine may be busy. */
    Duration PROMPT = Duration.ofSeconds(10);

    /** For the whole of a body, and for a machine that is busy. */
    Duration LONGEST = Duration.ofSeconds(25);

    /** Between two bytes of one body: this long for each body that drips beside it. */
    Duration PAUSE = Duration.ofMillis(25);

    /** How the length of a body is given, and what comes of it, byte by byte. */
    List<String> DRIPS = List.of(
            "Content-Length: 1000|a",
            "Transfer-Encoding: chunked|1\r\na\r\n1\r\na\r\n1\r\na\r\n",
            "Transfer-Encoding: chunked|1;extension=",
            "Transfer-Encoding: chunked|000000000000000000",
            "Expect: 100-continue\r\nContent-Length: 1000|a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify " + FORM,
                "verify " + JSON,
                "admin/clients " + JSON,
                "admin/clients " + FORM,
                "health/live " + JSON,
                "login/login.html " + JSON,
                "nowhere " + FORM,
            })
    default void ops_manyBodiesThatDripHoldUpNoClient(String pathAndType) throws Exception {
        String secret = script().register("\"client_id\":\"prompt\"");
        String[] asked = pathAndType.split(" ", 2);
        List<SlowSender> senders = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                senders.add(
                        new SlowSender(running().port(), head(asked[0], asked[1], "Content-Length: 1000") + "a=", "a"));
            }
            for (int i = 0; i < 10; i++) {
                assertIsServed(secret);
                assertFormIsServed(secret);
            }
        } finally {
            for (SlowSender sender : senders) {
                sender.close();
            }
            script().delete("/clients/prompt", "*");
        }
    }

    /** All at once, as each is waited for: the whole of a body has seconds. */
    @Test
    default void ops_aBodyThatDripsIsCutOff() throws Exception {
        Map<String, SlowSender> dripping = new LinkedHashMap<>();
        try {
            for (String framingAndDrops : DRIPS) {
                String[] sent = framingAndDrops.split("\\|", 2);
                for (String path : List.of("verify", "health/live")) {
                    for (String type : List.of(FORM, JSON)) {
                        dripping.put(
                                path + " " + type + " " + framingAndDrops,
                                new SlowSender(running().port(), head(path, type, sent[0]), sent[1]));
                    }
                }
            }
            long end = System.nanoTime() + LONGEST.toNanos();
            List<Map.Entry<String, SlowSender>> open = new ArrayList<>(dripping.entrySet());
            while (!open.isEmpty()) {
                assertThat(System.nanoTime()).as("are cut off: " + open).isLessThan(end);
                for (Iterator<Map.Entry<String, SlowSender>> each = open.iterator(); each.hasNext(); ) {
                    if (each.next().getValue().isDoneWithin(PAUSE)) {
                        each.remove();
                    }
                }
            }
        } finally {
            for (SlowSender sender : dripping.values()) {
                sender.close();
            }
        }
    }

    /** Places are given back. */
    @Test
    default void aFormMayComeInTwoPackets() throws Exception {
        String secret = script().register("\"client_id\":\"gradual\"");
        String form = "client_id=gradual&client_secret=" + secret;
        for (int i = 0; i < 20; i++) {
            try (RawConnection connection = new RawConnection(running().port())) {
                connection.write(head("verify", FORM, "Content-Length: " + form.length()) + form.substring(0, 10));
                assertThat(connection.send(form.substring(10)).status()).isEqualTo(204);
            }
        }
    }

    private void assertIsServed(String secret) throws IOException {
        long start = System.nanoTime();
        Answer answer = raw(
                "GET /countersign/verify HTTP/1.1",
                "Host: localhost",
                "Authorization: " + Visitor.basic("prompt", secret),
                "Connection: close",
                "",
                "");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
    }

    /** From the same source; its body comes in the same packet as its head. */
    private void assertFormIsServed(String secret) throws IOException {
        String form = "client_id=prompt&client_secret=" + secret;
        long start = System.nanoTime();
        try (RawConnection connection = new RawConnection(running().port())) {
            Answer answer = connection.send(head("verify", FORM, "Content-Length: " + form.length()) + form);
            assertThat(answer.status()).isEqualTo(204);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPT);
    }

    private static String head(String path, String type, String framing) {
        return "POST /countersign/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n" + framing
                + "\r\n\r\n";
    }
}
