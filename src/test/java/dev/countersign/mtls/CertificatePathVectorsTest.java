package dev.countersign.mtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.Check;
import dev.countersign.auth.Refusal;
import dev.countersign.client.UnavailableException;
import dev.countersign.http.Vectors;
import dev.countersign.http.Vectors.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Chains, how they are made, and what becomes of them: judged, and explained. A new attack is a new file. */
class CertificatePathVectorsTest {

    private static final long HEAP = 1L << 30;

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> mtls4_paths() throws IOException {
        return Vectors.in("certificate-path", vector -> {
            TestAuthority made = new TestAuthority(vector.lines("certificates"));
            TrustedPaths paths = new TrustedPaths(
                    made.configured(vector.text("configured")), lists(vector, made), () -> TestAuthority.NOW, HEAP);
            CertificateChain chain = made.chain(vector.text("presented"));
            Optional<String> narrowing = vector.optional("narrowing").map(made::keyHash);
            String expected = vector.text("expected");

            assertThat(outcome(paths, chain, narrowing)).isEqualTo(expected);
            // What is remembered is no different.
            assertThat(outcome(paths, chain, narrowing)).isEqualTo(expected);

            List<Check> checks = paths.explain(chain, narrowing);
            Optional<Check> first = checks.stream()
                    .filter(check -> check.result() != Check.Result.PASSED)
                    .findFirst();
            assertThat(first.map(Check::id)).as(checks.toString()).isEqualTo(vector.optional("check"));
            assertThat(first.map(Check::result)).as(checks.toString()).isEqualTo(result(expected));
            vector.optional("told")
                    .ifPresent(told -> assertThat(first.orElseThrow().found()).contains(told));
        });
    }

    private static Optional<Check.Result> result(String expected) {
        return switch (expected) {
            case "trusted" -> Optional.empty();
            case "unavailable" -> Optional.of(Check.Result.UNKNOWN);
            default -> Optional.of(Check.Result.FAILED);
        };
    }

    private static String outcome(TrustedPaths paths, CertificateChain chain, Optional<String> narrowing) {
        try {
            return paths.judge(chain, narrowing).refusal().map(Refusal::name).orElse("trusted");
        } catch (UnavailableException e) {
            return "unavailable";
        }
    }

    private Optional<Path> lists(Vector vector, TestAuthority made) throws IOException {
        if (!vector.has("lists")) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory(directory, "lists");
        int number = 0;
        for (String line : vector.lines("lists")) {
            if (!line.isEmpty()) {
                Files.write(folder.resolve("crl" + number++), made.crl(line));
            }
        }
        return Optional.of(folder);
    }
}
