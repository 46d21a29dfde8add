package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("full")
@EnabledIf(value = "isThereOne", disabledReason = "no Java that is newer than ours")
class WildFlyOnNewestJavaIT extends ContainerScenario {

    static boolean isThereOne() {
        return !Container.newestJava().isEmpty();
    }

    @Override
    Container server(Path empty) {
        return new WildFly(empty).onJava(Container.newestJava().get(0));
    }
}
