package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.TrialReport;
import dev.countersign.http.Vectors;
import java.io.IOException;
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
            TrialReport trial = scene.trial();
            assertThat(scene.outcome()).as(scene.text()).isEqualTo(expected);
            boolean isReplay = expected.equals("REPLAYED");
            assertThat(trial.verdict() == TrialReport.Verdict.GRANTED)
                    .as(trial.toString())
                    .isEqualTo(expected.equals("granted") || isReplay);
        });
    }
}
