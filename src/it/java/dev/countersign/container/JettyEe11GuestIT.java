package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class JettyEe11GuestIT extends GuestScenario {

    @Override
    Container server(Path empty) {
        return new Jetty("ee11", empty);
    }
}
