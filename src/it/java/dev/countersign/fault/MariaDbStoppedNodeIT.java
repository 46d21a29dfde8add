package dev.countersign.fault;

import dev.countersign.it.WarCommand;
import dev.countersign.store.jdbc.MariaDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** On MariaDB. */
@Tag("full")
@Tag("twin")
class MariaDbStoppedNodeIT extends StoppedNodeContract {

    @Override
    int startDatabase(Stage stage) {
        return stage.add(MariaDb.durable()).port();
    }

    @Override
    WarCommand command(Path folder, String name, int databasePort) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), MariaDb.PASSWORD + "\n");
        return Node.command(folder, name)
                .with("--jdbc-url", "jdbc:mariadb://127.0.0.1:" + databasePort + "/countersign?sslMode=disable")
                .with("--jdbc-user", "countersign", "--jdbc-password-file", password.toString());
    }

    @Override
    TcpProxy.Trap loseAnswerOfCommit(TcpProxy network, String question) {
        return network.loseAnswerTo(question, "COMMIT");
    }
}
