package dev.countersign.browser;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import java.nio.file.Path;

class LaunchedWarConsoleIT extends ConsoleScenario {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Path.of(System.getProperty("java.home")));
    }
}
