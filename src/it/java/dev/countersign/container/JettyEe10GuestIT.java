package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class JettyEe10GuestIT extends GuestScenario {

    @Override
    Container server(Path empty) {
        return new Jetty("ee10", empty);
    }
}
