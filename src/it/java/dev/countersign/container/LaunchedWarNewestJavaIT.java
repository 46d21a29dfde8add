package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class LaunchedWarNewestJavaIT extends FeatureScenario {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Container.newestJava());
    }
}
