package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AuthMethod;
import dev.countersign.endpoint.ProtectedResourceMetadataServlet;
import dev.countersign.http.ClientAuthenticationFilter;
import dev.countersign.http.ClientPrincipal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener and the filter in an application that has no store, with an issuer on loopback. */
class ResourceServerTest {

    private static final String AUDIENCE = "https://api.example/invoices";
    private static final String CHALLENGE = "Bearer realm=\"countersign\", scope=\"invoices:read\"";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/invoices");
    private final Map<String, String> initParams = new HashMap<>();
    private ForeignIssuer issuer;

    @BeforeEach
    void prepare() throws Exception {
        issuer = new ForeignIssuer();
        initParams.putAll(Map.of(
                "issuer",
                ForeignIssuer.ISSUER,
                "jwksUri",
                issuer.jwksUri(),
                "audience",
                AUDIENCE,
                "scope",
                "invoices:read"));
        context.setInitParameter("countersign.keyFetchAllowedOrigins", issuer.origin());
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        issuer.close();
    }

    @Test
    void aGoodTokenPassesAndTheApplicationSeesItsClient() throws Exception {
        start();
        HttpResponse<String> answer = bearing(issuer.token());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("billing bearer invoices:read true false null");
        assertThat(bearing(issuer.token()).statusCode()).isEqualTo(200);
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`\"exp\":[0-9]+`, `\"exp\":1700000000`",
                "`\"iat\":[0-9]+`, `\"iat\":4700000000`",
                "`\"exp\":[0-9]+,`, ``",
                "`\"aud\":\"https://api.example/invoices\"`, `\"aud\":\"https://api.example/orders\"`",
                "`\"aud\":\"https://api.example/invoices\"`, `\"aud\":\"https://api.example/invoices/\"`",
                "`\"aud\":\"https://api.example/invoices\",`, ``",
                "`auth.example`, `other.example`",
                "`\"sub\":\"billing\"`, `\"sub\":\"a-person\"`",
                "`\"jti\":\"one\",`, ``"
            })
    void bea1_aWrongClaimIsRefused(String right, String wrong) throws Exception {
        start();
        String claims = ForeignIssuer.claims().replaceFirst(right, wrong);
        assertThat(claims).isNotEqualTo(ForeignIssuer.claims());

        assertInvalid(bearing(issuer.token("at+jwt", "ES256", issuer.kid(), claims)));
    }

    @ParameterizedTest
    @CsvSource({"JWT, ES256", "'', ES256", "at+jwt, none", "at+jwt, HS256", "at+jwt, ES384", "at+jwt, RS256"})
    void bea1_aWrongTypeOrAlgorithmIsRefused(String type, String algorithm) throws Exception {
        start();

        assertInvalid(bearing(issuer.token(type, algorithm, issuer.kid(), ForeignIssuer.claims())));
    }

    @Test
    void bea1_anotherKeyOfThatNameIsRefused() throws Exception {
        start();
        try (ForeignIssuer other = new ForeignIssuer()) {
            assertInvalid(bearing(other.token()));
        }
    }

    @Test
    void bea2_aTokenWithoutTheScopeIsForbidden() throws Exception {
        start();
        HttpResponse<String> refused = bearing(issuer.tokenWith("invoices:read", "orders:read"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"countersign\", error=\"insufficient_scope\", scope=\"invoices:read\"");
    }

    @Test
    void unknownKidsCauseOneFetchPerInterval() throws Exception {
        start();
        for (int i = 0; i < 20; i++) {
            assertInvalid(bearing(issuer.token("at+jwt", "ES256", "random" + i, ForeignIssuer.claims())));
        }
        assertThat(bearing(issuer.token()).statusCode()).isEqualTo(200);
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void aNewKeyOfTheIssuerIsFetched() throws Exception {
        context.setInitParameter("countersign.keyRefreshInterval", "PT1S");
        start();
        assertThat(bearing(issuer.token()).statusCode()).isEqualTo(200);
        issuer.rotate();
        // Within the interval the kid is unknown.
        HttpResponse<String> answer = bearing(issuer.token());
        while (answer.statusCode() == 401) {
            answer = bearing(issuer.token());
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void withoutTheKeysNothingIsDecided() throws Exception {
        issuer.fail();
        start();
        HttpResponse<String> answer = bearing(issuer.token());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void bea2_onlyTokensAreAdmitted() throws Exception {
        start();
        String basic =
                "Basic " + Base64.getEncoder().encodeToString("billing:secret".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 30; i++) {
            // Never 429: nothing was judged.
            HttpResponse<String> refused = get("/api/x", "Authorization", basic);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains(CHALLENGE);
        }
        HttpResponse<String> nothing = get("/api/x");
        assertThat(nothing.statusCode()).isEqualTo(401);
        assertThat(nothing.headers().firstValue("WWW-Authenticate")).contains(CHALLENGE);
        assertThat(get("/open").statusCode()).isEqualTo(200);
        assertThat(issuer.fetches()).isZero();
    }

    @Test
    void whatOneIssuerGrantsIsNoGrantOfAnother() throws Exception {
        Map<String, String> other = new HashMap<>(initParams);
        other.put("issuer", "https://other.example");
        filter("others", "/others/*", other);
        start();

        assertThat(bearing(issuer.token(), "/others/x").statusCode()).isEqualTo(401);
        assertThat(bearing(issuer.token(), "/api/forward?to=/open").body()).startsWith("billing");
        assertThat(bearing(issuer.token(), "/api/forward?to=/api/y").body()).startsWith("billing");
        assertThat(bearing(issuer.token(), "/api/forward?to=/others/x").statusCode())
                .isEqualTo(401);
    }

    @Test
    void theMetadataOfTheResourceNamesTheIssuer() throws Exception {
        ServletHolder metadata = new ServletHolder(new ProtectedResourceMetadataServlet());
        metadata.setInitParameters(Map.of("resource", AUDIENCE));
        context.addServlet(metadata, "/.well-known/oauth-protected-resource");
        start();

        assertThat(get("/.well-known/oauth-protected-resource").body())
                .contains("\"authorization_servers\":[\"" + ForeignIssuer.ISSUER + "\"]");
    }

    @Test
    void settingsOfOtherApplicationsDoNotMatterButMistypedOnesDo() throws Exception {
        context.setInitParameter("countersign.store", "java:comp/env/jdbc/none");
        context.setInitParameter("countersign.masterKey", "/no/such/file");
        start();
        assertThat(bearing(issuer.token()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "jwksUri", "audience"})
    void aMissingInitParamStopsTheDeployment(String name) {
        initParams.remove(name);
        context.setInitParameter("countersign.keyFetchTimeot", "PT1S");

        assertThatThrownBy(this::start)
                .hasStackTraceContaining("filter clients: init-param " + name + " must be")
                .hasStackTraceContaining("countersign.keyFetchTimeot is no setting");
    }

    @Test
    void aUrlThatTheSettingsForbidStopsTheDeployment() {
        context.setInitParameter("countersign.keyFetchAllowedOrigins", "https://other.example");

        assertThatThrownBy(this::start)
                .hasStackTraceContaining("filter clients: init-param jwksUri is a URL that is not https")
                .hasStackTraceContaining("is not listed (keyFetchAllowedOrigins)");
    }

    @Test
    void aFilterForClientsOfTheStoreBesideItWantsTheStore() {
        filter("local", "/local/*", Map.of());

        assertThatThrownBy(this::start).hasStackTraceContaining("masterKey is required");
    }

    private void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        filter("clients", "/api/*", initParams);
        context.addEventListener(new CountersignListener());
        context.addServlet(new ServletHolder(new Seen()), "/*");
        server.start();
    }

    private void filter(String name, String pattern, Map<String, String> params) {
        FilterHolder filter = new FilterHolder(ClientAuthenticationFilter.class);
        filter.setName(name);
        filter.setInitParameters(params);
        context.addFilter(filter, pattern, EnumSet.allOf(DispatcherType.class));
    }

    private static void assertInvalid(HttpResponse<String> refused) {
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"countersign\", error=\"invalid_token\", scope=\"invoices:read\"");
    }

    private HttpResponse<String> bearing(String token) throws Exception {
        return bearing(token, "/api/x");
    }

    private HttpResponse<String> bearing(String token, String path) throws Exception {
        return get(path, "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/invoices" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Tells what the application sees, or forwards. */
    private static final class Seen extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String to = request.getRequestURI().endsWith("/forward") ? request.getParameter("to") : null;
            if (to != null) {
                try {
                    Objects.requireNonNull(request.getRequestDispatcher(to)).forward(request, response);
                } catch (jakarta.servlet.ServletException e) {
                    throw new IOException(e);
                }
                return;
            }
            if (request.getUserPrincipal() instanceof ClientPrincipal client) {
                response.getWriter()
                        .print(client + " " + request.getAuthType() + " " + client.scopes() + " "
                                + request.isUserInRole("invoices:read") + " "
                                + !client.method().equals(AuthMethod.BEARER) + " "
                                + request.getHeader("Authorization"));
            }
        }
    }
}
