package dev.countersign.browser;

import com.microsoft.playwright.BrowserContext;
import dev.countersign.container.PassedContainers;
import dev.countersign.container.Scenario;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import dev.countersign.it.KeySetServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people do with the console, in a real browser, as far as it depends on the server: signing in and out, the end
 * of a session, files, addresses, caching, and every page once. So it runs on every server; each one's own class says
 * how to make one. What only the console itself decides is tested on one server, by {@link LaunchedWarConsoleIT}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith({PassedContainers.class, LastPictures.class})
abstract class ConsoleScenario implements LoginScenario, PagesScenario, FileScenario, PageWeightScenario {

    private final List<ConsoleVisit> visits = new ArrayList<>();
    private KeySetServer publisher;
    private Server server;
    private Administrator script;
    private Chromium chromium;
    private @Nullable BrowserContext shared;

    /** A server in this empty folder, not started yet. */
    abstract Server server(Path empty);

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        publisher = new KeySetServer();
        server = server(folder).with("keyFetchAllowedOrigins", publisher.origin());
        server.start();
        script = firstAdministrator();
        chromium = Chromium.start();
    }

    @AfterEach
    void endVisits() {
        try {
            visits.forEach(ConsoleVisit::assertNoComplaints);
        } finally {
            visits.forEach(ConsoleVisit::close);
            visits.clear();
        }
    }

    @AfterAll
    void stop() throws Exception {
        try {
            if (chromium != null) {
                chromium.close();
            }
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
    public Administrator script() {
        return script;
    }

    @Override
    public ConsoleVisit visit() {
        ConsoleVisit visit = chromium.visit(server);
        visits.add(visit);
        return visit;
    }

    /** They share one browser and one session, for the way in has tests of its own. */
    @Override
    public ConsoleVisit signedIn() {
        if (shared == null) {
            shared = chromium.newContext();
            try (ConsoleVisit first = ConsoleVisit.sharing(shared, server)) {
                first.signIn();
            }
        }
        ConsoleVisit visit = ConsoleVisit.sharing(shared, server);
        visits.add(visit);
        return visit;
    }

    @Override
    public KeySetServer publisher() {
        return publisher;
    }

    /** Those of the test that is just over. */
    List<ConsoleVisit> visits() {
        return visits;
    }
}
