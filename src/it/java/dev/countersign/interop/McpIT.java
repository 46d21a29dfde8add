package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Page;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import dev.countersign.it.FreePort;
import dev.countersign.it.Output;
import dev.countersign.proxy.Nginx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Model Context Protocol's SDK for TypeScript: its client, with its providers for client credentials, and a server
 * of it behind nginx and {@code /verify}.
 */
@Tag("full")
class McpIT {

    private static final String LIBRARY = "@modelcontextprotocol/sdk";
    private static final Pattern SEEN = Pattern.compile(LIBRARY + " (\\S+): (.+)");
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    /** Another than that of the client, whose requests would be taken for forged otherwise. */
    private static final String PROXY = "127.0.0.2";

    private static final List<LibraryCase> CASES = Stream.concat(
                    Stream.of(LibraryCase.of(LIBRARY, "client_secret_basic")),
                    LibraryCase.signed(LIBRARY, "private_key_jwt", LibraryCase.KEY_ALGORITHMS))
            .toList();

    @TempDir
    static Path data;

    @TempDir
    static Path folder;

    private static Server server;
    private static Process application;
    private static Nginx proxy;

    @BeforeAll
    static void start() throws Exception {
        Npm.install();
        server = new LaunchedWar(data, Path.of(System.getProperty("java.home")))
                .with("trustedProxies", PROXY)
                .start();
        int port = FreePort.next();
        application = Npm.server("mcp-server.mjs", Map.of("PORT", Integer.toString(port)))
                .start();
        Output said = Output.of(application.getInputStream());
        assertThat(said.await("listening"::equals, LONGEST_START))
                .as(said.text())
                .isTrue();
        Page recipe = Page.at("src/doc/proxies.md")
                .with("proxy_connect_timeout 3s;", "proxy_connect_timeout 3s;\nproxy_bind " + PROXY + ';');
        proxy = new Nginx(folder, recipe, server.port(), port);
        proxy.start();
    }

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
        }
        if (application != null) {
            application.destroyForcibly().onExit().join();
        }
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyProvider() {
        return CASES.stream().map(library -> DynamicTest.dynamicTest(library.name(), () -> callsATool(library)));
    }

    @Test
    void thePageTellsOnlyWhatWasTried() throws Exception {
        LibrariesPage.tellsOnly(CASES);
    }

    private static void callsATool(LibraryCase library) throws Exception {
        LibraryClient client =
                LibraryClient.register(new Administrator(server.url(), server.personsPassword()), library, List.of());
        Map<String, String> environment = new HashMap<>(client.environment(library, server.url()));
        environment.put("MCP_SERVER", "https://localhost:" + proxy.tlsPort() + "/mcp");
        environment.put("NODE_EXTRA_CA_CERTS", proxy.certificate().toString());

        String said = Npm.node("mcp-client.mjs", environment);

        Matcher seen = SEEN.matcher(said);
        assertThat(seen.matches()).as(said + proxy.log()).isTrue();
        LibrariesPage.tells(library, seen.group(1), seen.group(2));
    }
}
