package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process without memory ends, so that its supervisor starts it again; it does not linger with half of its threads.
 */
class OutOfMemoryIT {
    private static final int EXIT_CODE = 3;

    @TempDir
    private Path data;

    /** Thrown by the JVM. */
    @Test
    void ops_withTooSmallAHeapTheProcessEnds() throws Exception {
        WarCommand.Result result = WarCommand.in(data).withJvm("-Xmx12m").run();

        assertThat(result.exitCode()).as(result.err()).isEqualTo(EXIT_CODE);
        assertThat(result.err()).contains("countersign: terminating: java.lang.OutOfMemoryError");
    }
}
