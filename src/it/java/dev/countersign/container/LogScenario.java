package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log: one line for each refusal, which no request can forge, and nothing else. */
interface LogScenario extends Scenario {

    @Test
    default void gen20_nobodyForgesALine() throws Exception {
        String forged = "refused=FORGED";
        Visitor visitor = visitor();
        for (String id : List.of(
                "a\r\n" + forged, "a\n" + forged, "\u001b[2J" + forged, "a\u2028" + forged, "\u0085" + forged)) {
            visitor.get("/verify", "Authorization", Visitor.basic(id, "x"));
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
            visitor.get("/verify", "Authorization", Visitor.basic(encoded, "x"));
            visitor.post("/verify", FORM, "client_id=" + encoded + "&client_secret=x");
            visitor.get("/verify?client_id=" + encoded);
            visitor.get("/verify?" + encoded + "=x");
            script().post("/clients", "{\"client_id\":\"" + encoded + "\",\"" + encoded + "\":1}");
        }
        // Quotation marks may be in an id.
        visitor.get("/verify", "Authorization", Visitor.basic("a\" " + forged + " x=\"", "x"));

        String log = logWith("client=\"a\\\" " + forged);
        assertThat(log.lines())
                .noneMatch(line -> line.startsWith(forged)
                        || line.contains("\u001b[2J")
                        || line.matches(".*[^\\\\]\" " + forged + ".*"));
    }

    @Test
    default void aRefusalIsOneLineWithFixedKeys() throws Exception {
        verify("logged", "wrong");

        assertThat(logWith("client=\"logged\"")
                        .lines()
                        .filter(line -> line.contains("\"logged\""))
                        .distinct())
                .hasSize(1)
                .allMatch(
                        line -> line.matches(
                                ".*client=\"logged\" method=client_secret_basic source=127.0.0.1 refused=UNKNOWN_CLIENT request=[0-9a-f]{16}"));
    }
}
