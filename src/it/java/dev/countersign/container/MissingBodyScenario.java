package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A proxy asks with the header fields of the original request, its length included, and sends no body. */
interface MissingBodyScenario extends Scenario {

    /** Request line and fields, of which none needs what the length announces. */
    List<String> WITHOUT_BODY = List.of(
            "GET verify|Content-Length: 20",
            "GET verify|Content-Length: 20|Content-Type: " + JSON,
            "GET verify/200|Content-Length: 20|Content-Type: text/plain",
            "HEAD verify|Content-Length: 200000",
            "POST verify|Content-Length: 20|Content-Type: " + JSON,
            "GET verify|Transfer-Encoding: chunked",
            "GET admin/whoami|Content-Length: 20|Content-Type: " + JSON,
            "GET health/live|Content-Length: 20");

    /** A container may wait for the body before it closes the connection: all wait at the same time. */
    @Test
    default void ops_whatNeedsNoBodyIsAnsweredWithoutIt() throws Exception {
        Map<String, RawConnection> asked = new LinkedHashMap<>();
        try {
            for (String request : WITHOUT_BODY) {
                RawConnection connection = new RawConnection(running().port());
                asked.put(request, connection);
                connection.write(head(request, script().authorization()));
            }
            for (Map.Entry<String, RawConnection> each : asked.entrySet()) {
                Answer answer = each.getValue().read(each.getKey().startsWith("HEAD"));
                assertThat(answer.status()).as(each.getKey()).isIn(answers());
                assertIsClosed(each.getValue());
            }
        } finally {
            for (RawConnection connection : asked.values()) {
                connection.close();
            }
        }
    }

    /** A second credential may be in the form, so it is waited for; then the refusal has a status and a line. */
    @Test
    default void ops_aFormThatIsMissingIsRefusedWithALine() throws Exception {
        try (RawConnection connection = new RawConnection(running().port())) {
            connection.write(
                    head("GET admin/whoami|Content-Length: 20|Content-Type: " + FORM, Visitor.basic("formless", "x")));

            assertThat(connection.read(false).status()).isEqualTo(400);
            assertIsClosed(connection);
        }
        assertThat(logWith("refused=MALFORMED")).contains("source=127.0.0.1");
    }

    /** Tomcat writes a 400 of its own when the read of a body was ended, unless the answer is on its way. */
    private List<Integer> answers() {
        return running() instanceof Tomcat ? List.of(200, 204, 400) : List.of(200, 204);
    }

    private static void assertIsClosed(RawConnection connection) {
        assertThatThrownBy(() -> connection.read(false))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private static String head(String request, String authorization) {
        String[] parts = request.split("\\|", -1);
        String[] line = parts[0].split(" ", 2);
        StringBuilder head =
                new StringBuilder(line[0] + " /countersign/" + line[1] + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 1; i < parts.length; i++) {
            head.append(parts[i]).append("\r\n");
        }
        return head.append("Authorization: ")
                .append(authorization)
                .append("\r\n\r\n")
                .toString();
    }
}
