package dev.countersign.container;

import dev.countersign.it.Administrator;
import dev.countersign.it.KeySetServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the product does, on every server and every Java alike. Each server's own class says how to make one, and what
 * is peculiar to it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(PassedContainers.class)
abstract class FeatureScenario
        implements AdministratorScenario,
                BearerScenario,
                ClientRegistrationScenario,
                JmxScenario,
                KeyCacheScenario,
                KeySwitchScenario,
                KeyUploadScenario,
                LogScenario,
                PageScenario,
                PathScenario,
                RestartScenario,
                SecretScenario,
                SessionScenario,
                TokenEndScenario,
                TokenScenario,
                VerifyScenario,
                WireScenario {

    private KeySetServer publisher;
    private Server server;
    private Administrator script;

    /** A server in this empty folder, not started yet. */
    abstract Server server(Path empty);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        publisher = new KeySetServer();
        server = server(folder)
                .with("keyFetchAllowedOrigins", publisher.origin())
                .with("resources", TokenCalls.RESOURCES);
        server.start();
        script = firstAdministrator();
    }

    @AfterAll
    void stop() throws Exception {
        try {
            server.stop();
            Scenario.assertQuiet(server.log());
        } finally {
            server.close();
            publisher.close();
        }
    }

    @Override
    public Server running() {
        return server;
    }

    @Override
    public KeySetServer publisher() {
        return publisher;
    }

    @Override
    public Administrator script() {
        return script;
    }
}
