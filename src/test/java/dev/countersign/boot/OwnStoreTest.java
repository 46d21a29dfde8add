package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.ClientStore;
import dev.countersign.client.UnavailableException;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.secret.KeyRing;
import dev.countersign.secret.RandomSecretIssuer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployer's own store, bound in JNDI of a real container, with the server's own state in a database beside it. */
class OwnStoreTest {

    private static final String STORE = "countersign-clients";
    private static final String STATE = "jdbc/countersign-state";
    private static final ClientId BILLING = new ClientId("billing");
    private static final ClientId ROOT = new ClientId("root");
    private static final String CHOSEN = "a-chosen-secret-" + "c".repeat(32);

    /** What the WAR maps, as far as it is asked here. */
    static final String MAPPED = """
            <filter>
              <filter-name>access</filter-name>
              <filter-class>dev.countersign.admin.AccessFilter</filter-class>
            </filter>
            <filter-mapping><filter-name>access</filter-name><url-pattern>/admin/*</url-pattern></filter-mapping>
            <servlet>
              <servlet-name>admin</servlet-name>
              <servlet-class>dev.countersign.admin.AdminServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>admin</servlet-name><url-pattern>/admin/*</url-pattern></servlet-mapping>
            <servlet>
              <servlet-name>token</servlet-name>
              <servlet-class>dev.countersign.endpoint.TokenServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>token</servlet-name><url-pattern>/token</url-pattern></servlet-mapping>
            """;

    @TempDir
    Path directory;

    @Test
    void aClientOfAnOwnStoreGetsItsTokenAndMayBeAnAdministrator() throws Exception {
        try (TestApplication application = application(OwnStoreTest::client)) {
            application.start();

            assertThat(post(application, BILLING, "/token", "grant_type=client_credentials"))
                    .isEqualTo(200);
            assertThat(get(application, new ClientId("nobody"), "/admin/whoami").statusCode())
                    .isEqualTo(401);
            assertThat(get(application, BILLING, "/admin/whoami").statusCode()).isEqualTo(403);
            assertThat(get(application, ROOT, "/admin/whoami").body()).contains("\"root\"");
        }
    }

    @Test
    void whatAnOwnStoreCannotDoIsSaidWith405AndTheReason() throws Exception {
        try (TestApplication application = application(OwnStoreTest::client)) {
            application.start();

            HttpResponse<String> list = get(application, ROOT, "/admin/clients");
            assertThat(list.statusCode()).isEqualTo(405);
            assertThat(list.headers().firstValue("Allow")).contains("OPTIONS");
            assertThat(list.body())
                    .contains("can only be asked for one client at a time", "Use the tools of that store");
            assertThat(get(application, ROOT, "/admin/expiring").statusCode()).isEqualTo(405);
            assertThat(get(application, ROOT, "/admin/clients/billing").body()).contains("\"billing\"");
            assertThat(get(application, ROOT, "/admin/server").body())
                    .contains("\"kind\":\"own\"", "\"lists\":false", "\"changes\":false");
        }
    }

    @Test
    void anOwnStoreNeedsADatabaseForTheState() throws Exception {
        try (TestApplication application = settings(OwnStoreTest::client)) {
            assertThat(refusal(application))
                    .contains("stateStore is required", "Write stateStore=java:comp/env/jdbc/countersign-state");
        }
    }

    @Test
    void theDatabaseAtTheUsualNameIsTheDefault() throws Exception {
        try (TestApplication application = settings(OwnStoreTest::client).bind(TestApplication.STORE, database())) {
            application.start();

            assertThat(get(application, ROOT, "/admin/whoami").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aStateStoreThatIsNoDatabaseIsRefused() throws Exception {
        try (TestApplication application = settings(OwnStoreTest::client).bind(STATE, "jdbc:h2:mem:x")) {
            application.parameter("stateStore", "java:comp/env/" + STATE);
            assertThat(refusal(application))
                    .contains("stateStore: what is bound at java:comp/env/" + STATE
                            + " is a java.lang.String, and no DataSource");
        }
    }

    @Test
    void aStateStoreBesideADatabaseWithTheClientsIsRefused() throws Exception {
        try (TestApplication application = new TestApplication(directory, "").complete()) {
            application.bind(STATE, database()).parameter("stateStore", "java:comp/env/" + STATE);
            assertThat(refusal(application)).contains("leave stateStore out");
        }
    }

    @Test
    void aBootstrapSecretIsRefusedSinceNoClientCanBeMade() throws Exception {
        try (TestApplication application = application(OwnStoreTest::client)) {
            application.parameter("bootstrapAdminSecret", CHOSEN);
            assertThat(refusal(application)).contains("bootstrapAdminSecret is set", "the property administrator");
        }
    }

    @Test
    void aStoreOverTheInterfaceOfAnotherClassLoaderIsToldAsThat() throws Exception {
        URL[] classes = {Path.of("target/classes").toUri().toURL()};
        try (URLClassLoader other = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> theirs = other.loadClass(ClientStore.class.getName());
            Object foreign = Proxy.newProxyInstance(other, new Class<?>[] {theirs}, (proxy, method, arguments) -> "");
            try (TestApplication application = new TestApplication(directory, "").complete()) {
                application.bind(STORE, foreign).parameter("store", "java:comp/env/" + STORE);
                assertThat(refusal(application)).contains("one that another class loader has loaded");
            }
        }
    }

    @Test
    void gen11_faultsOfAnOwnStoreAreOutages() {
        ClientStore failing = id -> {
            throw new IllegalStateException("no connection");
        };
        assertThatThrownBy(() -> new OwnClients(failing).find(BILLING)).isInstanceOf(UnavailableException.class);
        ClientStore old = id -> {
            throw new NoSuchMethodError("find");
        };
        assertThatThrownBy(() -> new OwnClients(old).find(BILLING)).isInstanceOf(UnavailableException.class);
        ClientStore silent = (ClientStore) Proxy.newProxyInstance(
                ClientStore.class.getClassLoader(), new Class<?>[] {ClientStore.class}, (proxy, method, id) -> null);
        assertThatThrownBy(() -> new OwnClients(silent).find(BILLING)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aClientOfAnotherIdIsNone() {
        ClientStore careless = id -> client(BILLING);
        assertThat(new OwnClients(careless).find(new ClientId("Billing"))).isEmpty();
        assertThat(new OwnClients(careless).find(BILLING)).isPresent();
    }

    @Test
    void gen10_aClientWithMoreSecretsThanARefusalComparesIsAnOutage() {
        Client client = client(BILLING).orElseThrow();
        List<ClientSecret> many =
                Collections.nCopies(Client.MAX_SECRETS + 1, client.secrets().get(0));
        OwnClients clients = new OwnClients(id -> Optional.of(client.with(many)));
        assertThatThrownBy(() -> clients.find(BILLING)).isInstanceOf(UnavailableException.class);
    }

    private TestApplication application(ClientStore clients) throws Exception {
        return settings(clients).bind(STATE, database()).parameter("stateStore", "java:comp/env/" + STATE);
    }

    private TestApplication settings(ClientStore clients) throws Exception {
        TestApplication application = new TestApplication(directory, MAPPED);
        return application
                .bind(STORE, clients)
                .parameter("store", "java:comp/env/" + STORE)
                .parameter("issuer", "https://auth.example.com")
                .parameter("masterKey", application.keyRing(TestApplication.KEY).toString());
    }

    private JdbcDataSource database() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + directory.resolve("state"));
        return dataSource;
    }

    private static Optional<Client> client(ClientId id) {
        if (!id.equals(BILLING) && !id.equals(ROOT)) {
            return Optional.empty();
        }
        RandomSecretIssuer issuer =
                new RandomSecretIssuer(KeyRing.parse(TestApplication.KEY), InstantSource.fixed(Instant.EPOCH));
        IssuedSecret issued = issuer.issue(
                id, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.of(CHOSEN), Optional.empty());
        issued.value().close();
        ClientProfile profile = ClientProfile.confidential();
        return Optional.of(new Client(
                id,
                id.equals(ROOT) ? administrator(profile) : profile,
                List.of(issued.registered()),
                1,
                Instant.EPOCH,
                Instant.EPOCH));
    }

    private static ClientProfile administrator(ClientProfile profile) {
        return new ClientProfile(
                profile.name(),
                profile.description(),
                profile.accessType(),
                profile.enabled(),
                profile.method(),
                profile.scopes(),
                profile.audience(),
                true,
                profile.properties());
    }

    private static HttpResponse<String> get(TestApplication application, ClientId client, String path)
            throws Exception {
        return application.get(path, "Authorization", basic(client));
    }

    private static int post(TestApplication application, ClientId client, String path, String form) throws Exception {
        return application.post(path, form + "&client_id=" + client + "&client_secret=" + CHOSEN);
    }

    private static String basic(ClientId client) {
        byte[] credential = (client + ":" + CHOSEN).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(credential);
    }

    private static String refusal(TestApplication application) {
        StringWriter text = new StringWriter();
        catchThrowable(application::start).printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
