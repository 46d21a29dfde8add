package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Page;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import dev.countersign.it.FreePort;
import dev.countersign.it.Output;
import dev.countersign.proxy.Nginx;
import java.nio.file.Files;
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

    @TempDir
    static Path discovered;

    private static Server server;
    private static Process application;
    private static Nginx proxy;

    /** In front of the same application, for which it asks by name; it serves the metadata of that resource, too. */
    private static Nginx discoverable;

    @BeforeAll
    static void start() throws Exception {
        Npm.install();
        server = new LaunchedWar(data, Path.of(System.getProperty("java.home"))).with("trustedProxies", PROXY);
        int port = FreePort.next();
        Page recipe = Page.at("src/doc/proxies.md")
                .with("proxy_connect_timeout 3s;", "proxy_connect_timeout 3s;\nproxy_bind " + PROXY + ';');
        proxy = new Nginx(folder, recipe, server.port(), port);
        discoverable = new Nginx(discovered, discoverable(recipe), server.port(), port);
        server.with("resources", "mcp=" + resource() + ',' + resourceMetadata()).start();
        Files.writeString(
                discovered.resolve("invoices.json"),
                Page.at("src/doc/own-application.md")
                        .block("Metadata of your application", "json")
                        .replace("https://api.example/invoices", resource())
                        .replace("https://auth.example/countersign", server.url()));

        application = Npm.server("mcp-server.mjs", Map.of("PORT", Integer.toString(port)))
                .start();
        Output said = Output.of(application.getInputStream());
        assertThat(said.await("listening"::equals, LONGEST_START))
                .as(said.text())
                .isTrue();
        proxy.start();
        discoverable.start();
    }

    @AfterAll
    static void stop() {
        if (discoverable != null) {
            discoverable.close();
        }
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
    Stream<DynamicTest> everyProviderThatIsGivenTheMetadata() {
        return CASES.stream().map(library -> DynamicTest.dynamicTest(library.name(), () -> callsATool(library)));
    }

    /** From the challenge of the proxy to the resource's metadata, and from there to the server's (RFC 9728). */
    @TestFactory
    Stream<DynamicTest> everyProviderThatKnowsTheResourceAlone() {
        return CASES.stream().map(library -> DynamicTest.dynamicTest(library.name(), () -> discoversATool(library)));
    }

    @Test
    void thePageTellsOnlyWhatWasTried() throws Exception {
        LibrariesPage.tellsOnly(CASES);
    }

    private static void callsATool(LibraryCase library) throws Exception {
        LibraryClient client = LibraryClient.register(administrator(), library, List.of());

        Matcher seen = run(client.environment(library, server.url()), proxy, Map.of());

        assertThat(seen.group(2)).isEqualTo("token, proxy, tool");
    }

    private static void discoversATool(LibraryCase library) throws Exception {
        LibraryCase discovering =
                new LibraryCase(library.library() + " discovering", library.method(), library.algorithm());
        LibraryClient client = LibraryClient.register(
                administrator(), discovering, List.of("\"audience\":[\"" + resource() + "\"]"));

        Matcher seen = run(
                client.environment(library, server.url()), discoverable, Map.of("DISCOVERS", resourceMetadata()));

        LibrariesPage.tells(library, seen.group(1), seen.group(2));
    }

    private static Matcher run(Map<String, String> client, Nginx before, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(client);
        environment.put("MCP_SERVER", "https://localhost:" + before.tlsPort() + "/mcp");
        environment.put("NODE_EXTRA_CA_CERTS", before.certificate().toString());
        environment.putAll(more);

        String said = Npm.node("mcp-client.mjs", environment);

        Matcher seen = SEEN.matcher(said);
        assertThat(seen.matches()).as(said + before.log()).isTrue();
        return seen;
    }

    /** The pages' own lines: the proxy asks for the resource by its name, and serves its metadata. */
    private static Page discoverable(Page recipe) {
        String metadata = Page.at("src/doc/own-application.md")
                .with("/etc/nginx/invoices.json", discovered.resolve("invoices.json").toString())
                .block("Metadata of your application", "nginx");
        return recipe.with("/countersign/verify;", "/countersign/verify/for/mcp;")
                .with("    location / {", metadata + "    location / {");
    }

    private static String resource() {
        return "https://localhost:" + discoverable.tlsPort() + "/mcp";
    }

    private static String resourceMetadata() {
        return "https://localhost:" + discoverable.tlsPort() + "/.well-known/oauth-protected-resource/invoices";
    }

    private static Administrator administrator() {
        return new Administrator(server.url(), server.personsPassword());
    }
}
