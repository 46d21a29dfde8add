package dev.countersign.http;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Throttle;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A Jetty on a free loopback port with the door for clients in it, and whatever a test puts behind it. */
public final class EmbeddedDoor implements AutoCloseable {

    /** What a servlet of a test does. */
    @FunctionalInterface
    public interface Handler {

        void handle(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    final TestClock clock = new TestClock();
    final TestClients clients =
            new TestClients().add("billing", "billing-secret", "read write").add("other", "other-secret", "");
    final List<String> used = new CopyOnWriteArrayList<>();
    final Gatekeeper gatekeeper = new Gatekeeper(clients, List.of(clients));
    final Throttle throttle = new Throttle(clock);
    final AuthenticationRecord record = new AuthenticationRecord(gatekeeper.methods(), "/test", true, clock);
    final ServletContextHandler context = new ServletContextHandler("/app");
    final RequestBodies bodies;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    EmbeddedDoor() {
        this(new Transport(true, List.of()), List.of());
    }

    EmbeddedDoor(Transport transport, List<CredentialReader> readers) {
        this(transport, readers, AccessTokens.NONE, Optional.empty());
    }

    /** With access tokens. */
    EmbeddedDoor(AccessTokens tokens, TokenAudiences audiences) {
        this(new Transport(true, List.of()), List.of(), tokens, Optional.of(audiences));
    }

    private EmbeddedDoor(
            Transport transport,
            List<CredentialReader> readers,
            AccessTokens tokens,
            Optional<TokenAudiences> audiences) {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        bodies = new RequestBodies(transport);
        Sentry sentry = new Sentry(
                gatekeeper,
                tokens,
                audiences,
                readers,
                transport,
                bodies,
                throttle,
                record,
                (credential, at) -> used.add(credential),
                clock);
        context.setAttribute(Sentry.class.getName(), sentry);
    }

    /** Our filter, for all dispatcher types. */
    EmbeddedDoor guard(String mapping, Map<String, String> initParams) {
        return filter(mapping, new ClientAuthenticationFilter(), initParams);
    }

    EmbeddedDoor filter(String mapping, Filter filter, Map<String, String> initParams) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setName(mapping + initParams);
        holder.setInitParameters(initParams);
        holder.setAsyncSupported(true);
        context.addFilter(holder, mapping, EnumSet.allOf(DispatcherType.class));
        return this;
    }

    EmbeddedDoor servlet(String mapping, Handler handler) {
        return servlet(mapping, new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                handler.handle(request, response);
            }
        });
    }

    EmbeddedDoor servlet(String mapping, Servlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, mapping);
        return this;
    }

    EmbeddedDoor start() throws Exception {
        server.start();
        return this;
    }

    public RawConnection connect() throws IOException {
        return new RawConnection(connector.getLocalPort());
    }

    /** One request on a connection of its own; {@code {length}} is the length of what follows the empty line. */
    public Answer send(String... lines) throws IOException {
        String request = String.join("\r\n", lines);
        int bodyAt = request.indexOf("\r\n\r\n");
        int length = bodyAt < 0 ? 0 : request.length() - bodyAt - 4;
        try (RawConnection connection = connect()) {
            return connection.send(
                    request.replace("{length}", Integer.toString(length)) + (bodyAt < 0 ? "\r\n\r\n" : ""));
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
            bodies.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
