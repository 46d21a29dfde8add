package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.ClientAuthenticationFilter;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with an embedded server, as own-application.md shows it: neither JNDI nor web.xml. */
class ProgramTest {

    private static final String SECRET = "bootstrap-" + "s".repeat(32);

    @TempDir
    Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private final JdbcDataSource clients = new JdbcDataSource();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void configure() throws IOException {
        clients.setURL("jdbc:h2:file:" + directory.resolve("clients"));
        Path keys = Files.writeString(directory.resolve("master.keys"), TestApplication.KEY);
        settings.put("issuer", "https://auth.example");
        settings.put("masterKey", keys.toString());
        settings.put("bootstrapAdminSecret", SECRET);
        settings.put("replayGuard", "store");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void theFilterLetsClientsThroughAndTheirPrincipalIsSeen() throws Exception {
        start();

        assertThat(get("admin", SECRET).body()).isEqualTo("admin by client_secret_basic");
        assertThat(get("admin", "wrong-" + SECRET).statusCode()).isEqualTo(401);
    }

    @Test
    void whatTheCodeSaysComesBeforeWhatTheContextSays() throws Exception {
        start("countersign.issuer", "no URL at all");

        assertThat(get("admin", SECRET).statusCode()).isEqualTo(200);
    }

    @Test
    void aSettingThatIsWrongOrUnknownFailsTheStart() {
        settings.put("issuer", "no URL at all");
        settings.put("isuer", "https://auth.example");

        assertThatThrownBy(this::start)
                .hasStackTraceContaining("setting in the code issuer")
                .hasStackTraceContaining("setting in the code isuer is no setting; did you mean issuer?");
    }

    private void start(String... parameter) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/invoices");
        context.addEventListener(new CountersignListener(clients, settings));
        FilterHolder filter = new FilterHolder(new ClientAuthenticationFilter());
        context.addFilter(filter, "/api/*", EnumSet.allOf(DispatcherType.class));
        context.addServlet(new ServletHolder(new Seen()), "/api/*");
        if (parameter.length > 0) {
            context.setInitParameter(parameter[0], parameter[1]);
        }
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    private HttpResponse<String> get(String client, String secret) throws Exception {
        byte[] credential = (client + ":" + secret).getBytes(StandardCharsets.US_ASCII);
        URI place = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/invoices/api/all");
        HttpRequest request = HttpRequest.newBuilder(place)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credential))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static final class Seen extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write(request.getRemoteUser() + " by " + request.getAuthType());
        }
    }
}
