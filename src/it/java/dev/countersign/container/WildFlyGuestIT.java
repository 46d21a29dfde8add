package dev.countersign.container;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("full")
@Tag("twin")
class WildFlyGuestIT extends GuestScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty);
    }

    /** WildFly refuses by itself whatever Basic it does not know, on every path. */
    @Override
    int statusOfAClientBesideBasic() {
        return 401;
    }
}
