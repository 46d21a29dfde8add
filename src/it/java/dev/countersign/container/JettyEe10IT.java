package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Not in {@code .ci/run}, as {@link JettyEe11IT} asks the same of the same Jetty. */
@Tag("full")
@Tag("twin")
class JettyEe10IT extends ContainerScenario {

    @Override
    Container server(Path empty) {
        return new Jetty("ee10", empty);
    }
}
