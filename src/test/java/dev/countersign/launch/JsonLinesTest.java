package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    private static final String REFUSAL = "context=/countersign client=\"a \\\"b refused=NONE\" source=203.0.113.7"
            + " refused=WRONG_AUDIENCE aud=\"[https://x]\" request=4bf92f3577b34da6";

    @Test
    void aLineIsAnObjectWithTheKeysOfTheMessage() throws Exception {
        Map<String, Object> line = read("dev.countersign.http.AuthenticationRecord", event(REFUSAL));

        assertThat(line)
                .containsEntry("time", "2026-01-02T03:04:05.678Z")
                .containsEntry("level", "info")
                .containsEntry("logger", "dev.countersign.http.AuthenticationRecord")
                .containsEntry("message", REFUSAL)
                .containsEntry("context", "/countersign")
                .containsEntry("client", "a \"b refused=NONE")
                .containsEntry("source", "203.0.113.7")
                .containsEntry("refused", "WRONG_AUDIENCE")
                .containsEntry("aud", "[https://x]")
                .containsEntry("request", "4bf92f3577b34da6")
                .doesNotContainKey("stack_trace");
    }

    @Test
    void whatIsQuotedMakesNoMember() throws Exception {
        String message = "the setting resources has no \"x refused=NONE level=off\" request=1 level=2 time=3 message=4";

        Map<String, Object> line = read("dev.countersign.http.ClientAuthenticationFilter", event(message));

        assertThat(line)
                .containsEntry("request", "1")
                .containsEntry("level", "info")
                .containsEntry("time", "2026-01-02T03:04:05.678Z")
                .containsEntry("message", message)
                .doesNotContainKey("refused");
    }

    @Test
    void theMessageOfALibraryStaysWhole() throws Exception {
        assertThat(read("org.eclipse.jetty.server.Server", event("a=b \u00fc\u0000\r\n\t\u2028\ud83d\ude00 \\ \"")))
                .containsEntry("message", "a=b \u00fc\u0000\r\n\t\u2028\ud83d\ude00 \\ \"")
                .doesNotContainKey("a");
    }

    @Test
    void ops2_aPasswordIsInNoMember() throws Exception {
        LogRecord failure = event("cannot open jdbc:mariadb://h/d?password=hunter2hunter2");
        failure.setThrown(new IllegalStateException("jdbc:mariadb://h/d?password=hunter2hunter2"));

        Map<String, Object> line = read("com.zaxxer.hikari.Pool", failure);

        assertThat(line.toString()).doesNotContain("hunter2").contains("IllegalStateException");
        assertThat(line.get("stack_trace"))
                .asString()
                .contains("at " + getClass().getName());
    }

    private static LogRecord event(String message) {
        LogRecord event = new LogRecord(Level.INFO, message);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.678912Z"));
        return event;
    }

    private static Map<String, Object> read(String logger, LogRecord event) throws Exception {
        event.setLoggerName(logger);
        String line = new JsonLines().format(event);
        assertThat(line).matches("\\{[\\x20-\\x7E]*}\n");
        return JsonUtil.parseJson(line);
    }
}
