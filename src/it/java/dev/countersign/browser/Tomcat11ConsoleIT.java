package dev.countersign.browser;

import dev.countersign.container.Server;
import dev.countersign.container.Tomcat;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class Tomcat11ConsoleIT extends ConsoleScenario {

    @Override
    Server server(Path empty) {
        return new Tomcat("11.", empty);
    }
}
