package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Visitor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GEN-17: a connection that was refused once works on, whatever the refused request had for a body. */
interface ConnectionScenario extends Scenario {

    int LARGE = 100_000;

    @ParameterizedTest
    @CsvSource({
        "verify, application/json, 10",
        "verify, application/json, 100000",
        "verify, application/x-www-form-urlencoded, 10",
        "verify, application/x-www-form-urlencoded, 100000",
        "verify, multipart/form-data; boundary=b, 100000",
        "admin/clients, application/json, 10",
        "admin/clients, application/json, 100000",
        "admin/clients, application/x-www-form-urlencoded, 100000"
    })
    default void gen17_aConnectionWorksOnAfterABodyThatWasNotRead(String path, String type, int length)
            throws Exception {
        String request = "POST /countersign/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\n";
        String body = "x".repeat(length);
        String chunked = Integer.toHexString(length / 2) + "\r\n" + body.substring(length / 2) + "\r\n"
                + Integer.toHexString(length / 2) + "\r\n" + body.substring(length / 2) + "\r\n0\r\n\r\n";
        for (String framed : List.of(
                "Content-Length: " + length + "\r\n\r\n" + body, "Transfer-Encoding: chunked\r\n\r\n" + chunked)) {
            try (RawConnection connection = new RawConnection(running().port())) {
                Answer refused = connection.send(request + framed);
                assertThat(refused.status()).isEqualTo(401);
                assertWorksOn(connection, refused);
            }
        }
    }

    @Test
    default void gen17_whoWaitsFor100IsRefusedAndHeard() throws Exception {
        for (String path : List.of("verify", "admin/clients")) {
            try (RawConnection connection = new RawConnection(running().port())) {
                connection.write("POST /countersign/" + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + LARGE
                        + "\r\nExpect: 100-continue\r\n\r\n");
                // Run by itself, the server gathers a body before a thread looks at the request.
                Answer refused = connection.readOrSend("x".repeat(LARGE));
                assertThat(refused.status()).isEqualTo(401);
            }
        }
    }

    @Test
    default void whoWaitsFor100IsToldToSendAForm() throws Exception {
        String secret = script().register("\"client_id\":\"waiting\"");
        String form = "client_id=waiting&client_secret=" + secret;
        try (RawConnection connection = new RawConnection(running().port())) {
            connection.write("POST /countersign/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                    + "\r\nContent-Length: " + form.length() + "\r\nExpect: 100-continue\r\n\r\n");
            Answer admitted = connection.readOrSend(form);
            assertThat(admitted.status()).isEqualTo(204);
            assertWorksOn(connection, admitted);
        }
    }

    @Test
    default void aConnectionCarriesManyRequestsOfDifferentClients() throws Exception {
        String one = script().register("\"client_id\":\"one\"");
        String two = script().register("\"client_id\":\"two\"");
        String start = "GET /countersign/verify HTTP/1.1\r\nHost: localhost\r\n";
        try (RawConnection connection = new RawConnection(running().port())) {
            for (int i = 0; i < 5; i++) {
                Answer first = connection.send(start + "Authorization: " + Visitor.basic("one", one) + "\r\n\r\n");
                assertThat(first.header("X-Client-Id")).contains("one");
                // Nothing of the one before is left.
                Answer nobody = connection.send(start + "\r\n");
                assertThat(nobody.status()).isEqualTo(401);
                assertThat(nobody.header("X-Client-Id")).isEmpty();
                Answer second = connection.send(start + "Authorization: " + Visitor.basic("two", two) + "\r\n\r\n");
                assertThat(second.header("X-Client-Id")).contains("two");
            }
        }
    }

    /** The log of the whole run is looked at when the server has ended: there is no error in it. */
    @Test
    default void whoHangsUpBeforeTheAnswerIsNoError() throws Exception {
        for (int i = 0; i < 30; i++) {
            script().register("\"client_id\":\"hanging-up-" + i + "\",\"client_name\":\"" + "long ".repeat(50) + '"');
        }
        List<String> paths =
                List.of("verify", "admin/clients?limit=100", "admin/statistics", "admin/server", "admin/openapi.json");
        for (int i = 0; i < 60; i++) {
            for (String path : paths) {
                try (RawConnection connection = new RawConnection(running().port())) {
                    connection.write("GET /countersign/" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                            + script().authorization() + "\r\n\r\n");
                    connection.breakOff();
                }
            }
        }
        assertThat(visitor().get("/health/ready").statusCode()).isEqualTo(200);
    }

    private static void assertWorksOn(RawConnection connection, Answer after) throws Exception {
        assertThat(after.header("Connection")).as(after.toString()).isNotEqualTo(java.util.Optional.of("close"));
        Answer next = connection.send("GET /countersign/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(next.status()).isEqualTo(200);
    }
}
