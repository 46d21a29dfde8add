package dev.countersign.attack;

import dev.countersign.container.Jetty;
import dev.countersign.container.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("twin")
class JettyUnderAttackIT extends UnderAttack {

    @Override
    Server server(Path empty) {
        return new Jetty("ee10", empty);
    }
}
