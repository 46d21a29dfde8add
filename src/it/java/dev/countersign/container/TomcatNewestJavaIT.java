package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class TomcatNewestJavaIT extends FeatureScenario {

    @Override
    Container server(Path empty) {
        return new Tomcat("11.", empty).onJava(Container.newestJava());
    }
}
