package dev.countersign.container;

import java.nio.file.Path;

/** The WAR by itself stands the same test as the servers that it is deployed to. */
class LaunchedWarIT extends ContainerScenario {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Path.of(System.getProperty("java.home")));
    }
}
