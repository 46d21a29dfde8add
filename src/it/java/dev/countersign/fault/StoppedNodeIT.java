package dev.countersign.fault;

import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** On PostgreSQL. */
@Tag("full")
class StoppedNodeIT extends StoppedNodeContract {

    @Override
    int startDatabase(Stage stage) {
        return stage.add(new FaultyDatabase()).port();
    }

    @Override
    WarCommand command(Path folder, String name, int databasePort) throws IOException {
        return Node.onPostgres(folder, name, databasePort);
    }

    @Override
    TcpProxy.Trap loseAnswerOfCommit(TcpProxy network, String question) {
        return network.loseAnswer(question, "COMMIT\0");
    }
}
