package dev.countersign.container;

import java.nio.file.Path;

class WildFlyIT extends ContainerScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty);
    }
}
