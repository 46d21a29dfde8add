package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Check;
import dev.countersign.http.Vectors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Assertions, how they are made, and what becomes of them: read, judged, and explained. A new attack is a new file. */
class AssertionVectorsTest {

    @TestFactory
    Stream<DynamicTest> assertions() throws IOException {
        return Vectors.in("assertion", vector -> {
            AssertionScene scene = new AssertionScene(vector);
            String expected = vector.text("outcome");

            // Tried before it is judged, since that uses nothing up.
            List<Check> trial = scene.trial();
            assertThat(scene.outcome()).as(scene.text()).isEqualTo(expected);
            Optional<Check> first = trial.stream()
                    .filter(check -> check.result() != Check.Result.PASSED)
                    .findFirst();
            assertThat(first.isEmpty()).as(trial.toString()).isEqualTo(expected.equals("granted"));
            if (expected.equals("REPLAYED")) {
                assertThat(first).map(Check::id).contains("replay");
                assertThat(first).map(Check::result).contains(Check.Result.FAILED);
            }
            vector.optional("told")
                    .ifPresent(told -> assertThat(trial)
                            .as(told)
                            .anySatisfy(check -> assertThat(check.found()).contains(told)));
        });
    }
}
