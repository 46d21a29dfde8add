package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.TokenRequest;
import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.cxf.rs.security.oauth2.client.OAuthClientUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pac4j.oidc.config.OidcConfiguration;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/** OAuth client libraries for Java, by every method and algorithm that they offer. */
@Tag("full")
class JavaClientsIT {

    /** None signs assertions by EdDSA. */
    private static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256");

    private static final List<LibraryCase> CASES = Stream.of(
                    NimbusLibrary.NAME, SpringLibrary.NAME, CxfLibrary.NAME, Pac4jLibrary.NAME)
            .flatMap(JavaClientsIT::cases)
            .toList();

    private static final Pattern VERSION = Pattern.compile("-([0-9][0-9.]*)\\.jar$");

    @TempDir
    static Path data;

    @TempDir
    static Path keys;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
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

    /** Spring's assertions are for the token endpoint, unless it is told otherwise. */
    @Test
    void springsOwnAudienceIsTakenOnlyFromAClientThatMaySendIt() throws Exception {
        SpringLibrary strict = spring("strict", List.of());
        SpringLibrary legacy = spring("legacy", List.of("\"audience_policy\":\"legacy\""));

        assertThatThrownBy(() -> strict.token(false))
                .isInstanceOf(OAuth2AuthorizationException.class)
                .hasMessageContaining("\"error\":\"invalid_client\"");
        assertThat(legacy.token(false)).isNotEmpty();
    }

    private static SpringLibrary spring(String name, List<String> members) throws Exception {
        LibraryCase library = new LibraryCase("spring " + name, "private_key_jwt", "RS256");
        LibraryClient client = LibraryClient.register(administrator(), library, members);
        return new SpringLibrary(library, client, server.url());
    }

    private static void signsIn(LibraryCase library) throws Exception {
        LibraryClient client = LibraryClient.register(administrator(), library, List.of());
        String issuer = server.url();

        switch (library.library()) {
            case NimbusLibrary.NAME -> tells(library, TokenRequest.class, new NimbusLibrary(library, client, issuer).use());
            case SpringLibrary.NAME ->
                tells(library, ClientRegistration.class, new SpringLibrary(library, client, issuer).use());
            case CxfLibrary.NAME ->
                tells(library, OAuthClientUtils.class, new CxfLibrary(library, client, issuer).use());
            case Pac4jLibrary.NAME ->
                tells(library, OidcConfiguration.class, new Pac4jLibrary(library, client, issuer, keys).use());
            default -> throw new IllegalArgumentException(library.library());
        }
    }

    private static void tells(LibraryCase library, Class<?> ofTheLibrary, String seen) throws IOException {
        LibrariesPage.tells(library, version(ofTheLibrary), seen);
    }

    private static Administrator administrator() {
        return new Administrator(server.url(), server.personsPassword());
    }

    /** As its file says it. */
    private static String version(Class<?> ofTheLibrary) {
        Matcher file = VERSION.matcher(
                ofTheLibrary.getProtectionDomain().getCodeSource().getLocation().getPath());
        assertThat(file.find()).as(ofTheLibrary.getName()).isTrue();
        return file.group(1);
    }

    private static Stream<LibraryCase> cases(String library) {
        return Stream.of(
                        Stream.of("client_secret_basic", "client_secret_post")
                                .map(method -> LibraryCase.of(library, method)),
                        LibraryCase.signed(library, "private_key_jwt", ALGORITHMS),
                        LibraryCase.signed(library, "client_secret_jwt", List.of("HS256")))
                .flatMap(cases -> cases);
    }
}
