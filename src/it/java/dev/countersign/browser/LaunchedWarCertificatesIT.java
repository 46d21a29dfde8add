package dev.countersign.browser;

import com.microsoft.playwright.BrowserContext;
import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import dev.countersign.it.KeySetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The console at a server that trusts a CA for clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaunchedWarCertificatesIT implements CertificateScenario {

    private final List<ConsoleVisit> visits = new ArrayList<>();
    private ClientAuthority authority;
    private KeySetServer publisher;
    private Server server;
    private Administrator script;
    private Chromium chromium;
    private BrowserContext shared;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path files) throws Exception {
        authority = ClientAuthority.of("CN=Partner CA,O=Example");
        Path trusted = Files.writeString(files.resolve("clients-ca.pem"), authority.pem());
        publisher = new KeySetServer();
        server = new LaunchedWar(data, Path.of(System.getProperty("java.home")))
                .with("clientCertificateAuthorities", trusted.toString())
                .start();
        script = firstAdministrator();
        chromium = Chromium.start();
        shared = chromium.newContext();
        try (ConsoleVisit first = ConsoleVisit.sharing(shared, server)) {
            first.signIn();
        }
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
        chromium.close();
        server.stop();
        server.close();
        publisher.close();
    }

    @Override
    public ClientAuthority authority() {
        return authority;
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
        return added(chromium.visit(server));
    }

    @Override
    public ConsoleVisit signedIn() {
        return added(ConsoleVisit.sharing(shared, server));
    }

    private ConsoleVisit added(ConsoleVisit visit) {
        visits.add(visit);
        return visit;
    }

    @Override
    public KeySetServer publisher() {
        return publisher;
    }
}
