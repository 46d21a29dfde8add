package dev.countersign.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.TokenAudiences;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The servlet in a real server. */
class ProtectedResourceMetadataServletTest {

    private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";
    private static final String RESOURCE = "https://api.example/invoices";
    private static final String ISSUER = "https://auth.example/countersign";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler context = new ServletContextHandler("/invoices");

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void meta2_allOfIt() throws Exception {
        start(Map.of(
                "resource", RESOURCE,
                "authorizationServers", ISSUER + " http://127.0.0.1:8080/other",
                "scopesSupported", "invoices:read invoices:write",
                "resourceName", "Invoices \"2026\" \u00fc",
                "resourceDocumentation", "https://api.example/doc?of=invoices"));
        HttpResponse<String> answer = send("GET");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.body())
                .isEqualTo("{\"resource\":\"https://api.example/invoices\",\"authorization_servers\":"
                        + "[\"https://auth.example/countersign\",\"http://127.0.0.1:8080/other\"],"
                        + "\"bearer_methods_supported\":[\"header\"],"
                        + "\"scopes_supported\":[\"invoices:read\",\"invoices:write\"],"
                        + "\"resource_name\":\"Invoices \\\"2026\\\" \u00fc\","
                        + "\"resource_documentation\":\"https://api.example/doc?of=invoices\"}");
    }

    @Test
    void meta2_theIssuerThatTheFilterTrustsIsTheDefault() throws Exception {
        context.setAttribute(TokenAudiences.class.getName(), new TokenAudiences(ISSUER));
        start(Map.of("resource", RESOURCE));

        assertThat(send("GET").body())
                .isEqualTo("{\"resource\":\"https://api.example/invoices\",\"authorization_servers\":"
                        + "[\"https://auth.example/countersign\"],\"bearer_methods_supported\":[\"header\"]}");
    }

    @Test
    void meta2_itIsReadAndNothingElse() throws Exception {
        start(Map.of("resource", RESOURCE, "authorizationServers", ISSUER));
        HttpResponse<String> first = send("GET");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> head = send("HEAD");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(first.body().length()));
        HttpResponse<String> known = send("GET", "If-None-Match", tag);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
            HttpResponse<String> refused = send(method);
            assertThat(refused.statusCode()).as(method).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resource, '', resource must be the absolute URI",
        "resource, /invoices, resource must be the absolute URI",
        "resource, https://api.example/#a, resource must be the absolute URI",
        "resource, https://api example/, resource must be the absolute URI",
        "authorizationServers, '', authorizationServers must name issuers",
        "authorizationServers, http://auth.example, authorizationServers must name issuers",
        "authorizationServers, https://auth.example?a=b, authorizationServers must name issuers",
        "authorizationServers, 'https://auth.example, auth', authorizationServers must name issuers",
        "scopesSupported, 'a\"b', scopesSupported: ",
        "resourceName, ' ', resourceName must have",
        "resourceDocumentation, 'javascript:alert(1)', resourceDocumentation must be",
        "scopes, a, unknown init-param scopes",
    })
    void aWrongInitParamStopsTheDeployment(String name, String value, String problem) {
        Map<String, String> right = Map.of("resource", RESOURCE, "authorizationServers", ISSUER);
        Map<String, String> wrong = new java.util.HashMap<>(right);
        wrong.put(name, value);

        assertThatThrownBy(() -> start(wrong)).hasStackTraceContaining(problem);
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> start(Map.of("scopesSupported", "\u00fc", "name", "x")))
                .hasStackTraceContaining("unknown init-param name; there are resource, authorizationServers, ")
                .hasStackTraceContaining("; init-param resource must be")
                .hasStackTraceContaining("; it is required, since no setting of Countersign names one")
                .hasStackTraceContaining("; init-param scopesSupported: ");
    }

    private void start(Map<String, String> initParams) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        ServletHolder holder = new ServletHolder("metadata", new ProtectedResourceMetadataServlet());
        holder.setInitParameters(initParams);
        holder.setInitOrder(1);
        context.addServlet(holder, WELL_KNOWN);
        server.start();
    }

    private HttpResponse<String> send(String method, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/invoices" + WELL_KNOWN))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
