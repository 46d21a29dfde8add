package dev.countersign.container;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;

@Tag("full")
class WildFlyLifecycleIT extends LifecycleScenario {

    @Override
    Container server(Path empty) {
        return new WildFly(empty);
    }

    /**
     * A worker of its thread pool keeps the last task that it ran, and with that the deployment for which it ran it.
     */
    @Override
    int copiesThatTheServerKeeps() {
        return 1;
    }

    /** Between the deployment's stop and its leaving there is a moment in which each of its filters throws. */
    @Override
    List<Integer> answersOfTheServer() {
        return List.of(500);
    }

    /** Each of them with its trace. */
    @Override
    String withoutWordsOfTheServer(String log) {
        return log.replaceAll("(?m)^.* UT010051: .*\\R(?:(?!\\d\\d:\\d\\d:\\d\\d,).*\\R)*+", "");
    }
}
