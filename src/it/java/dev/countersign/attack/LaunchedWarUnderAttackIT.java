package dev.countersign.attack;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import java.nio.file.Path;

class LaunchedWarUnderAttackIT extends UnderAttack {

    @Override
    Server server(Path empty) {
        return new LaunchedWar(empty, Path.of(System.getProperty("java.home")));
    }

    @Override
    int maxThreads() {
        return 64 + MAX_OTHER_THREADS;
    }

    @Override
    int linesPerRecord() {
        return 1;
    }
}
