package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class WildFlyOwnStoreIT extends OwnStoreScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty).withModules().following(PAGE, "On WildFly");
    }
}
