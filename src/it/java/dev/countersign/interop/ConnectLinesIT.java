package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.web.client.RestClient;

/** The lines for Spring on the console's tab Connect, compiled as they stand there. */
@Tag("full")
class ConnectLinesIT {

    private static final Path LINES = Path.of("webapp/console/assets/client");

    /** What the developer's editor adds. */
    private static final String IMPORTS = """
            import com.nimbusds.jose.*;
            import com.nimbusds.jose.jwk.*;
            import java.nio.charset.*;
            import java.nio.file.*;
            import java.util.*;
            import org.springframework.context.annotation.*;
            import org.springframework.security.oauth2.client.*;
            import org.springframework.security.oauth2.client.endpoint.*;
            import org.springframework.security.oauth2.client.registration.*;
            import org.springframework.security.oauth2.client.web.client.*;
            import org.springframework.security.oauth2.core.*;
            import org.springframework.security.oauth2.jwt.*;
            import org.springframework.util.*;
            import org.springframework.web.client.*;
            """;

    /** One of each library that the lines name, or that is named by those. */
    private static final List<Class<?>> LIBRARIES = List.of(
            com.nimbusds.jose.jwk.JWK.class,
            org.springframework.beans.factory.BeanFactory.class,
            org.springframework.context.annotation.Configuration.class,
            org.springframework.core.convert.converter.Converter.class,
            org.springframework.http.HttpHeaders.class,
            org.springframework.security.core.Authentication.class,
            ClientRegistrationRepository.class,
            org.springframework.security.oauth2.core.OAuth2Token.class,
            JwtDecoder.class);

    @TempDir
    static Path data;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        Npm.install();
        // Beside a package.json that says that they are modules.
        for (String file : List.of("recipes-spring.js", "quoting.js")) {
            Npm.add(LINES.resolve(file));
        }
        server = new LaunchedWar(data, Path.of(System.getProperty("java.home"))).start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret_basic, ''",
        "client_secret_post, ''",
        "private_key_jwt, RS256",
        "private_key_jwt, ES256",
        "client_secret_jwt, HS256"
    })
    void theLinesForAClientFetchATokenAndSendIt(String method, String algorithm, @TempDir Path folder)
            throws Exception {
        for (String audience : List.of("", server.url())) {
            LibraryCase library = new LibraryCase("lines" + audience.length(), method, algorithm);
            List<String> audiences = audience.isEmpty() ? List.of() : List.of(audience);
            LibraryClient client = register(library, audiences);
            Path key = Files.writeString(folder.resolve("private-key.jwk"), client.key());
            Object lines = compiled(
                    "CountersignTokens",
                    lines(library, client, audiences)[0]
                            .replace("System.getenv(\"CLIENT_SECRET\")", '"' + client.secret() + '"')
                            .replace("\"private-key.jwk\"", '"' + key.toString() + '"'),
                    folder);

            Object registrations = call(lines, "registrations");
            Object clients = new InMemoryOAuth2AuthorizedClientService((ClientRegistrationRepository) registrations);
            RestClient api = (RestClient) call(lines, "api", registrations, clients);

            assertThat(api.get()
                            .uri(server.url() + "/verify")
                            .retrieve()
                            .toBodilessEntity()
                            .getStatusCode()
                            .value())
                    .isEqualTo(204);
        }
    }

    @Test
    void theLinesForAResourceServerTakeTokensOfThisClientForThisAudience(@TempDir Path folder) throws Exception {
        LibraryCase library = LibraryCase.of("resource lines", "client_secret_basic");
        LibraryClient client = register(library, List.of());
        LibraryCase other = LibraryCase.of("other lines", "client_secret_basic");
        String foreign = new SpringLibrary(other, register(other, List.of()), server.url()).token(true);
        String token = new SpringLibrary(library, client, server.url()).token(true);

        JwtDecoder here = decoder(lines(library, client, List.of())[1], folder);
        JwtDecoder elsewhere = decoder(lines(library, client, List.of("https://api.example/other"))[1], folder);

        assertThat(here.decode(token).getClaimAsString("client_id")).isEqualTo(client.id());
        assertThat(here.decode(token).getHeaders()).containsEntry("typ", "at+jwt");
        assertThatThrownBy(() -> here.decode(foreign))
                .isInstanceOf(JwtValidationException.class)
                .hasMessageContaining("client_id");
        assertThatThrownBy(() -> elsewhere.decode(token))
                .isInstanceOf(JwtValidationException.class)
                .hasMessageContaining("aud");
    }

    private static LibraryClient register(LibraryCase library, List<String> audiences) throws Exception {
        String members = "\"audience\":" + json(audiences);
        return LibraryClient.register(
                new Administrator(server.url(), server.personsPassword()), library, List.of(members));
    }

    private static String json(List<String> texts) {
        return texts.isEmpty() ? "[]" : "[\"" + String.join("\",\"", texts) + "\"]";
    }

    /** Those for the client, and those for the resource server. */
    private static String[] lines(LibraryCase library, LibraryClient client, List<String> audiences) throws Exception {
        Map<String, String> environment = new HashMap<>(client.environment(library, server.url()));
        environment.put("AUDIENCE", json(audiences));
        return Npm.said("connect-lines.mjs", environment).split("\f", -1);
    }

    private static JwtDecoder decoder(String lines, Path folder) throws Exception {
        return (JwtDecoder) call(compiled("CountersignResourceServer", lines, folder), "tokens");
    }

    /** An object of the class that the lines are. */
    private static Object compiled(String name, String lines, Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve(name + ".java"), IMPORTS + lines);
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath(), source.toString());
        assertThat(errors).as(lines).isZero();
        // Left open: what it made loads more classes as it is used.
        ClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, ConnectLinesIT.class.getClassLoader());
        Constructor<?> made = loader.loadClass(name).getDeclaredConstructor();
        made.setAccessible(true);
        return made.newInstance();
    }

    private static String classPath() {
        return LIBRARIES.stream()
                .map(one -> one.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Object call(Object bean, String name, Object... arguments) throws Exception {
        Method method = arguments.length == 0
                ? bean.getClass().getDeclaredMethod(name)
                : bean.getClass()
                        .getDeclaredMethod(name, ClientRegistrationRepository.class, OAuth2AuthorizedClientService.class);
        method.setAccessible(true);
        return method.invoke(bean, arguments);
    }
}
