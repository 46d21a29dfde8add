package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Admission;
import dev.countersign.http.Vectors;
import dev.countersign.keys.JwsAlgorithm;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Access tokens, how they are made, and what becomes of them. A new attack is a new file. */
class AccessTokenVectorsTest {

    private static final Admission HERE = Admission.ANY.admittingTokensFor(TokenScene.ISSUER);

    @TestFactory
    Stream<DynamicTest> accessTokens() throws IOException {
        return Vectors.in("access-token", vector -> {
            TokenScene scene = new TokenScene(JwsAlgorithm.ES256);
            String token = new TokenForge(scene).text(vector);
            String expected = vector.text("outcome");

            assertThat(TokenJudgeTest.outcome(scene, token, HERE)).as(token).isEqualTo(expected);
            assertThat(TokenJudgeTest.outcome(scene, token, HERE))
                    .as("a second time, perhaps from memory")
                    .isEqualTo(expected);
            // Introspection asks for no audience.
            assertThat(scene.judge.find(token).isPresent())
                    .isEqualTo(expected.equals("granted") || expected.equals("WRONG_AUDIENCE"));
        });
    }
}
