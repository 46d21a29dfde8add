package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import java.nio.file.Path;
import java.util.List;
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

/** OAuth client libraries from npm, by every method and algorithm that they offer. */
@Tag("full")
class NodeClientsIT {

    private static final Pattern SEEN = Pattern.compile("(\\S+) (\\S+): (.+)");

    private static final List<LibraryCase> CASES = Stream.of("openid-client", "oauth4webapi", "jose")
            .flatMap(NodeClientsIT::cases)
            .toList();

    @TempDir
    static Path data;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        Npm.install();
        server = new LaunchedWar(data, Path.of(System.getProperty("java.home"))).start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyMethodAndAlgorithmOfEveryLibrary() {
        return CASES.stream().map(library -> DynamicTest.dynamicTest(library.name(), () -> signsIn(library)));
    }

    @Test
    void thePageTellsOnlyWhatWasTried() throws Exception {
        LibrariesPage.tellsOnly(CASES);
    }

    private static void signsIn(LibraryCase library) throws Exception {
        LibraryClient client =
                LibraryClient.register(new Administrator(server.url(), server.personsPassword()), library, List.of());

        String said = Npm.node(library.library() + ".mjs", client.environment(library, server.url()));

        Matcher seen = SEEN.matcher(said);
        assertThat(seen.matches()).as(said).isTrue();
        assertThat(seen.group(1)).isEqualTo(library.library());
        LibrariesPage.tells(library, seen.group(2), seen.group(3));
    }

    private static Stream<LibraryCase> cases(String library) {
        Stream<LibraryCase> assertions = Stream.concat(
                LibraryCase.signed(library, "private_key_jwt", LibraryCase.KEY_ALGORITHMS),
                LibraryCase.signed(library, "client_secret_jwt", List.of("HS256")));
        // It has no method but those that sign.
        return library.equals("jose")
                ? assertions
                : Stream.concat(
                        Stream.of("client_secret_basic", "client_secret_post")
                                .map(method -> LibraryCase.of(library, method)),
                        assertions);
    }
}
