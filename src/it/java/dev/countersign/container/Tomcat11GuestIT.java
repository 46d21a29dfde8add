package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
class Tomcat11GuestIT extends GuestScenario {

    @Override
    Container server(Path empty) {
        return new Tomcat("11.", empty);
    }
}
