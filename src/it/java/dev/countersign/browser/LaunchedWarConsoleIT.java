package dev.countersign.browser;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The whole console: also what is the same on every server, since only the browser and our own code decide it. */
@Tag("full")
class LaunchedWarConsoleIT extends ConsoleScenario
        implements ClientListScenario,
                ClientSettingsScenario,
                ClientTokensScenario,
                SecretsScenario,
                KeyGenerationScenario,
                KeyImportScenario,
                KeySourceScenario,
                ConflictScenario,
                UnsavedScenario,
                OverviewScenario,
                TrialScenario,
                ConnectScenario,
                InjectionScenario,
                EventsScenario,
                SigningKeysScenario,
                LeakedScenario,
                AuditorScenario,
                KeyboardScenario,
                FunctionsScenario {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Path.of(System.getProperty("java.home")))
                .with("auditorPassword", AuditorScenario.PASSWORD);
    }
}
