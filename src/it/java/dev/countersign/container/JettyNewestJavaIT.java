package dev.countersign.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

@Tag("full")
class JettyNewestJavaIT extends ContainerScenario {

    @Override
    Container server(Path empty) {
        List<Path> newest = Container.newestJava();
        assumeTrue(!newest.isEmpty(), "there is no newer Java on this machine");
        return new Jetty("ee11", empty).onJava(newest.get(0));
    }
}
