package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class Tomcat10GuestIT extends GuestScenario {

    @Override
    Container server(Path empty) {
        return new Tomcat("10.", empty);
    }
}
