package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.jose.Judgement;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The servlet in a real server, asked by a real client. */
class JwksServletTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/");
    private Path file = Path.of("");
    private Path password = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        context.setClassLoader(getClass().getClassLoader());
        file = TestKeyStores.write(folder.resolve("keys.p12"), "PKCS12", "active=p256-1", "next=rsa");
        password = Files.writeString(folder.resolve("password"), TestKeyStores.PASSWORD + "\n");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void key6_itPublishesTheActiveAndTheNextKeyForAWhile() throws Exception {
        serve(params());

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map())
                .containsEntry("content-type", List.of("application/jwk-set+json"))
                .containsEntry("cache-control", List.of("public, max-age=300"))
                .containsEntry("x-content-type-options", List.of("nosniff"));
        assertThat(kids(answer)).isEqualTo(Set.of(kid("p256-1"), kid("rsa")));
    }

    @ParameterizedTest
    @CsvSource({
        "PKCS12, rsa",
        "PKCS12, p256",
        "PKCS12, p384",
        "PKCS12, p521",
        "PKCS12, ed25519",
        "JKS, rsa",
        "JKS, ed25519"
    })
    void whatTheKitSignsIsVerifiedByWhatItPublishes(String type, String key) throws Exception {
        TestKeyStores.write(file, type, "active=" + key, "other=p256-other");
        serve(params());
        ClientKey signer = new RotatingKey(file, Password.inFile(password), "active").get();

        String published = get().body();

        assertThat(Judgement.ofKeySet("billing", published, InstantSource.system())
                        .on(new ClientAssertion("billing", Judgement.ISSUER, signer).create()))
                .isEqualTo("granted");
        Map<String, Object> set = JsonUtil.parseJson(published);
        assertThat((List<?>) Objects.requireNonNull(set.get("keys")))
                .hasSize(2)
                .allSatisfy(
                        jwk -> assertThat(((Map<?, ?>) jwk).keySet().stream().map(String::valueOf))
                                .isSubsetOf("kty", "use", "kid", "alg", "crv", "x", "y", "n", "e"));
    }

    @Test
    void onlyWhatIsItsOwnIsPublishedUnlessItIsNamed() throws Exception {
        TestKeyStores.write(file, "PKCS12", "active=p256-1", "authority:p256-issuer", "next:p384", "weak=rsa1024");
        serve(params());
        assertThat(kids(get())).isEqualTo(Set.of(kid("p256-1")));
    }

    @Test
    void key8_whatIsNamedButGoneOrWeakIsLeftOut() throws Exception {
        TestKeyStores.write(file, "PKCS12", "active=p256-1", "next:p384", "weak=rsa1024");
        serve(with("aliases", "active, next,weak , missing"));
        assertThat(kids(get())).isEqualTo(Set.of(kid("p256-1"), kid("p384")));
    }

    @Test
    void whoHasItAlreadyIsToldSo() throws Exception {
        serve(params());
        String tag = get().headers().firstValue("ETag").orElseThrow();
        for (String known : List.of(tag, "W/" + tag, "\"another\", " + tag, "*")) {
            HttpResponse<String> answer = send("GET", "If-None-Match", known);
            assertThat(answer.statusCode()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
            assertThat(answer.headers().firstValue("ETag")).contains(tag);
        }
        assertThat(send("GET", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);

        TestKeyStores.write(file, "PKCS12", "active=rsa");
        assertThat(send("GET", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", "PROPFIND"})
    void itIsOnlyRead(String method) throws Exception {
        serve(params());
        HttpResponse<String> answer = send(method);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void aHeadIsAGetWithoutTheBody() throws Exception {
        serve(params());
        HttpResponse<String> whole = get();
        HttpResponse<String> head = send("HEAD");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String field : List.of("ETag", "Content-Length", "Content-Type", "Cache-Control")) {
            assertThat(head.headers().firstValue(field))
                    .as(field)
                    .isPresent()
                    .isEqualTo(whole.headers().firstValue(field));
        }
    }

    @Test
    void key8_aRotationShowsAtTheNextRequestAndABrokenFileDoesNot() throws Exception {
        serve(params());
        TestKeyStores.write(file, "PKCS12", "active=rsa", "next=p384");
        assertThat(kids(get())).isEqualTo(Set.of(kid("rsa"), kid("p384")));

        Files.writeString(file, "half a file");
        assertThat(kids(get())).isEqualTo(Set.of(kid("rsa"), kid("p384")));
        Files.delete(file);
        assertThat(kids(get())).isEqualTo(Set.of(kid("rsa"), kid("p384")));
        Files.createDirectory(file);
        assertThat(kids(get())).isEqualTo(Set.of(kid("rsa"), kid("p384")));
        Files.delete(file);

        TestKeyStores.write(file, "JKS", "active=p384");
        assertThat(kids(get())).isEqualTo(Set.of(kid("p384")));
        // All keys were taken out: that withdraws them.
        TestKeyStores.write(file, "PKCS12");
        assertThat(get().body()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void thePasswordMayChangeAfterTheStore() throws Exception {
        serve(params());
        String other = "another password";
        KeyStore store = TestKeyStores.store("PKCS12", "active=p384");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, other.toCharArray());
        }
        assertThat(kids(get())).isEqualTo(Set.of(kid("p256-1"), kid("rsa")));
        Files.writeString(password, other + '\n');
        assertThat(kids(get())).isEqualTo(Set.of(kid("p384")));
    }

    @Test
    void whileItRotatesEverybodyGetsAWholeSet() throws Exception {
        serve(params());
        List<Callable<Set<Set<String>>>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(() -> {
                Set<Set<String>> seen = new HashSet<>();
                for (int j = 0; j < 50; j++) {
                    HttpResponse<String> answer = get();
                    assertThat(answer.statusCode()).isEqualTo(200);
                    seen.add(kids(answer));
                }
                return seen;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(readers.size());
        try {
            List<Future<Set<Set<String>>>> all = new ArrayList<>();
            readers.forEach(reader -> all.add(threads.submit(reader)));
            for (int i = 0; i < 10; i++) {
                TestKeyStores.write(file, "PKCS12", i % 2 == 0 ? "active=p384" : "active=p521");
            }
            for (Future<Set<Set<String>>> seen : all) {
                assertThat(seen.get())
                        .isSubsetOf(Set.of(kid("p256-1"), kid("rsa")), Set.of(kid("p384")), Set.of(kid("p521")));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(kids(get())).isEqualTo(Set.of(kid("p521")));
    }

    @Test
    void theStoreMayBeAResourceOfTheApplication() throws Exception {
        Path web = folder.resolve("web");
        Files.createDirectories(web.resolve("WEB-INF"));
        TestKeyStores.write(web.resolve("WEB-INF/keys.jks"), "JKS", "active=p384");
        context.setBaseResourceAsPath(web);
        serve(with("keyStore", "/WEB-INF/keys.jks"));
        assertThat(kids(get())).isEqualTo(Set.of(kid("p384")));
    }

    @Test
    void itsPlaceAndPasswordMayComeFromOutside() throws Exception {
        System.setProperty("kit.test.folder", folder.toString());
        System.setProperty("kit.test.password", TestKeyStores.PASSWORD);
        try {
            Map<String, String> params = with("keyStore", "${kit.test.folder}/keys.p12");
            params.remove("passwordFile");
            params.put("passwordProperty", "kit.test.password");
            params.put("keyStoreType", "PKCS12");
            params.put("maxAge", "PT1H");
            serve(params);
            assertThat(kids(get())).hasSize(2);
            assertThat(get().headers().firstValue("Cache-Control")).contains("public, max-age=3600");
        } finally {
            System.clearProperty("kit.test.folder");
            System.clearProperty("kit.test.password");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password | correct horse battery staple | does not belong here",
                "keyStore | keys.p12 | an absolute path",
                "keyStore | '' | keyStore: missing",
                "keyStore | ${no.such.folder}/keys.p12 | ${no.such.folder}",
                "keyStore | /no/such/keys.p12 | There is no file",
                "keyStore | /WEB-INF/none.p12 | has no /WEB-INF/none.p12",
                "keyStore | classpath:none.p12 | has no classpath:none.p12",
                "keyStoreType | JCEKS | is no key store of the type JCEKS",
                "keyStoreType | PKCS13 | cannot be opened",
                "passwordFile | /no/such/password | cannot be read",
                "passwordProperty | kit.test.password | one of them",
                "aliases | active,,next | commas between",
                "aliases | missing | no key to publish",
                "maxAge | 300 | a duration such as PT5M",
                "maxAge | P2D | at most P1D",
                "maxAge | -PT1S | at most P1D",
                "keystore | x | there is no such init-param"
            })
    void gen_aMistakeIsSaidAtTheStart(String name, String value, String words) {
        assertThatThrownBy(() -> serve(with(name, value)))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(e.toString()).doesNotContain(TestKeyStores.PASSWORD));
    }

    @Test
    void aStoreThatShowsNothingWithoutItsPasswordIsNotTakenForAnEmptyOne() {
        Map<String, String> params = params();
        params.remove("passwordFile");
        assertThatThrownBy(() -> serve(params))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("without its password");
    }

    @Test
    void keysMayComeFromElsewhere() throws Exception {
        AtomicReference<List<PublicJwk>> keys = new AtomicReference<>(List.of());
        serve(
                new JwksServlet(() -> Optional.of(Objects.requireNonNull(keys.get()))
                        .filter(found -> !found.isEmpty())
                        .orElseThrow(() -> new IllegalStateException("the vault is closed"))),
                Map.of("maxAge", "PT1M"));
        HttpResponse<String> nothing = get();
        assertThat(nothing.statusCode()).isEqualTo(503);
        assertThat(nothing.headers().firstValue("Retry-After")).isPresent();
        assertThat(nothing.body()).isEmpty();

        keys.set(List.of(PublicJwk.of(TestKeyStores.pair("p384").getPublic())));
        assertThat(kids(get())).isEqualTo(Set.of(kid("p384")));
        keys.set(List.of());
        assertThat(kids(get())).isEqualTo(Set.of(kid("p384")));
        assertThat(get().headers().firstValue("Cache-Control")).contains("public, max-age=60");
    }

    @Test
    void keysFromElsewhereAreNotMixedWithAStore() {
        assertThatThrownBy(() -> serve(new JwksServlet(List::of), params()))
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("from the code");
    }

    private Map<String, String> params() {
        return new HashMap<>(Map.of("keyStore", file.toString(), "passwordFile", password.toString()));
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> params = params();
        params.put(name, value);
        return params;
    }

    private void serve(Map<String, String> params) throws Exception {
        serve(new JwksServlet(), params);
    }

    private void serve(JwksServlet servlet, Map<String, String> params) throws Exception {
        ServletHolder holder = new ServletHolder("keys", servlet);
        holder.setInitParameters(params);
        holder.setInitOrder(1);
        context.addServlet(holder, "/k_jwks");
        server.start();
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return send("GET");
    }

    private HttpResponse<String> send(String method, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/k_jwks"))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static Set<String> kids(HttpResponse<String> answer) throws Exception {
        Set<String> kids = new TreeSet<>();
        List<?> keys = (List<?>)
                Objects.requireNonNull(JsonUtil.parseJson(answer.body()).get("keys"));
        keys.forEach(key -> kids.add(String.valueOf(((Map<?, ?>) key).get("kid"))));
        return kids;
    }

    private static String kid(String name) {
        return PublicJwk.of(TestKeyStores.pair(name).getPublic()).kid();
    }
}
