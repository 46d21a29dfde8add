package dev.countersign.browser;

import dev.countersign.container.Server;
import dev.countersign.container.WildFly;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class WildFlyConsoleIT extends ConsoleScenario {

    @Override
    Server server(Path empty) {
        return new WildFly(empty);
    }
}
