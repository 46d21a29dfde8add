package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class WildFlyLifecycleIT extends LifecycleScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty);
    }

    /** A worker of its thread pool keeps the last task that it ran, and with that the deployment for which it ran it. */
    @Override
    int copiesThatTheServerKeeps() {
        return 1;
    }
}
