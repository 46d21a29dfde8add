package dev.countersign.attack;

import dev.countersign.container.Server;
import dev.countersign.container.WildFly;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("twin")
class WildFlyUnderAttackIT extends UnderAttack {

    @Override
    Server server(Path empty) {
        return new WildFly(empty);
    }

    @Override
    int linesPerRecord() {
        return 1;
    }
}
