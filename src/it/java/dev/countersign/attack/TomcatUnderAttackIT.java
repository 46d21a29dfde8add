package dev.countersign.attack;

import dev.countersign.container.Server;
import dev.countersign.container.Tomcat;
import java.nio.file.Path;

class TomcatUnderAttackIT extends UnderAttack {

    @Override
    Server server(Path empty) {
        return new Tomcat("11.", empty);
    }
}
