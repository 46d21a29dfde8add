package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class WildFlyNewestJavaIT extends FeatureScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty).onJava(Container.newestJava());
    }
}
