package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** Not in {@code .ci/run}, as {@link Tomcat11IT} asks the same: what differs is in the other classes of Tomcat 10. */
@Tag("full")
@Tag("twin")
class Tomcat10IT extends ContainerScenario {

    @Override
    Container server(Path empty) {
        return new Tomcat("10.", empty);
    }
}
