package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class JettyEe11OwnStoreIT extends OwnStoreScenario {

    @Override
    Container server(Path empty) {
        return new Jetty("ee11", empty).following(PAGE, "On Jetty");
    }
}
