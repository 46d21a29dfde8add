package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.text.CidrBlock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestIdTest {

    private static final Transport BEHIND_A_PROXY = new Transport(false, List.of(CidrBlock.parse("127.0.0.1/32")));
    private static final String MADE = "[0-9a-f]{16}";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final Logger logger = Logger.getLogger(AuthenticationRecord.class.getName());
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void silence() {
        logger.removeHandler(handler);
    }

    @Test
    void aRefusalHasOneIdInItsLineAndItsAnswer() throws Exception {
        try (EmbeddedDoor door = guarded(new Transport(true, List.of()))) {
            String first = refused(door, "X-Nothing: 1");
            String second = refused(door, "X-Nothing: 1");

            assertThat(first).matches(MADE).isNotEqualTo(second);
            assertThat(second).matches(MADE);
        }
    }

    @Test
    void theApplicationHasTheIdOfAGrantedRequest() throws Exception {
        try (EmbeddedDoor door = guarded(BEHIND_A_PROXY)) {
            Answer answer = door.send(
                    "GET /app/seen HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==",
                    "X-Request-Id: proxy-7");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("proxy-7");
            assertThat(answer.header("X-Request-Id")).contains("proxy-7");
        }
    }

    @Test
    void theIdOfAProxyCounts() throws Exception {
        try (EmbeddedDoor door = guarded(BEHIND_A_PROXY)) {
            assertThat(refused(door, "X-Request-Id: 1f4b-AZ_9.:/+=@")).isEqualTo("1f4b-AZ_9.:/+=@");
            assertThat(refused(door, "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01"))
                    .isEqualTo(TRACE);
            assertThat(refused(door, "X-Request-Id: x", "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01"))
                    .isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Request-Id: a b",
                "X-Request-Id: a\"refused=NONE",
                "X-Request-Id: \u00e4",
                "X-Request-Id:",
                "traceparent: 00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "traceparent: ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "traceparent: 00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
            })
    void anIdThatIsNoneIsReplaced(String header) throws Exception {
        try (EmbeddedDoor door = guarded(BEHIND_A_PROXY)) {
            assertThat(refused(door, header)).matches(MADE);
        }
    }

    @Test
    void twoIdsAndAnEndlessOneAreReplaced() throws Exception {
        try (EmbeddedDoor door = guarded(BEHIND_A_PROXY)) {
            assertThat(refused(door, "X-Request-Id: a", "X-Request-Id: b")).matches(MADE);
            assertThat(refused(door, "X-Request-Id: " + "a".repeat(129))).matches(MADE);
        }
    }

    @Test
    void theIdOfAnyOtherSenderIsReplaced() throws Exception {
        try (EmbeddedDoor door = guarded(new Transport(false, List.of()))) {
            assertThat(refused(door, "X-Request-Id: mine")).matches(MADE);
        }
    }

    private static EmbeddedDoor guarded(Transport transport) throws Exception {
        return new EmbeddedDoor(transport, List.of())
                .filter("/*", new RequestIdFilter(), Map.of())
                .guard("/*", Map.of())
                .servlet("/seen", (request, response) -> response.getWriter().write(MDC.get("request")))
                .start();
    }

    /** The id of a request without a credential, the same in the answer and in the one line about it. */
    private String refused(EmbeddedDoor door, String... headers) throws Exception {
        lines.clear();
        String[] request = new String[headers.length + 2];
        request[0] = "GET /app/seen HTTP/1.1";
        request[1] = "Host: localhost";
        System.arraycopy(headers, 0, request, 2, headers.length);
        Answer answer = door.send(request);
        assertThat(answer.status()).isEqualTo(401);
        String id = answer.header("X-Request-Id").orElseThrow();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).endsWith(" refused=NO_CREDENTIAL request=" + id);
        return id;
    }
}
