package dev.countersign.it;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A used assertion and many who come with it at once, at the server by itself with each of its replay guards. */
@Tag("full")
class ReplayRaceIT {

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"memory", "journal", "store"})
    void jwt6_ofAHundredAtOnceOneWins(String guard) throws Exception {
        WarCommand command = ReplayRace.node(ExecutableWar.in(data)).withEnvironment("COUNTERSIGN_REPLAY_GUARD", guard);
        try (ExecutableWar war = command.start()) {
            new ReplayRace(war).assertOneWins();
        }
    }
}
