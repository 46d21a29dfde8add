package dev.countersign.container;

import java.nio.file.Path;

class Tomcat11IT extends ContainerScenario {

    @Override
    Container server(Path empty) {
        return new Tomcat("11.", empty);
    }
}
