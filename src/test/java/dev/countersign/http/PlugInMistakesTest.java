package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GEN-11: a plug-in that fails at a request grants nothing, and its failure is not disclosed to the sender. */
class PlugInMistakesTest {

    private static final String BASIC = "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==";

    private static Answer answerWith(CredentialReader reader) throws Exception {
        try (EmbeddedDoor door = new EmbeddedDoor(new Transport(true, List.of()), List.of(reader))) {
            door.guard("/protected/*", Map.of())
                    .servlet(
                            "/protected/*",
                            (request, response) -> response.getWriter().print("inside"))
                    .start();
            Answer answer = door.send("GET /app/protected/x HTTP/1.1", "Host: localhost", "Connection: close", BASIC);
            assertThat(door.record.getGranted()).isZero();
            return answer;
        }
    }

    private static Reading fail(String way) {
        switch (way) {
            case "exception" -> throw new IllegalStateException("hidden-detail");
            case "lacking a class" -> throw new NoClassDefFoundError("hidden-detail");
            case "too deep" -> throw new StackOverflowError("hidden-detail");
            default -> throw new AssertionError(way);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "lacking a class", "too deep"})
    void gen11_aReaderThatFailsIsAServerErrorWithoutDetails(String way) throws Exception {
        Answer answer = answerWith(request -> fail(way));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("server_error").doesNotContain("hidden-detail", "inside", "\tat ");
    }

    @Test
    void gen1_aReaderThatAnswersNothingAtAllLetsNobodyIn() throws Exception {
        assertThat(answerWith(new Mute()).status()).isEqualTo(400);
    }

    /** Breaks its contract. */
    private static final class Mute implements CredentialReader {
        @Override
        @SuppressWarnings("NullAway")
        public Reading read(PresentedRequest request) {
            return null;
        }
    }
}
