package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class JettyLifecycleIT extends LifecycleScenario {

    @Override
    Container server(Path empty) {
        return new Jetty("ee10", empty);
    }

    /** It lets go of all of them most of the time, and now and then of all but one. */
    @Override
    int copiesThatTheServerKeeps() {
        return 1;
    }
}
