package dev.countersign.interop;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.util.Set;
import org.apache.cxf.jaxrs.ext.MessageContext;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.apache.cxf.rs.security.oauth2.common.OAuthContext;
import org.apache.cxf.rs.security.oauth2.filters.OAuthRequestFilter;
import org.apache.cxf.rs.security.oauth2.provider.AccessTokenValidator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** A small JAX-RS application on Apache CXF, behind its filter for access tokens, in Jetty on loopback. */
final class CxfResourceServer implements AutoCloseable {

    private final Server server;
    private final ServerConnector connector;

    private CxfResourceServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** @param audience that tokens are for */
    static CxfResourceServer start(String issuer, String audience, AccessTokenValidator validator) throws Exception {
        OAuthRequestFilter filter = new OAuthRequestFilter();
        filter.setTokenValidator(validator);
        filter.setIssuer(issuer);
        filter.setAudience(audience);

        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        Set<Object> application = Set.of(filter, new WhoAmI());
        context.addServlet(new ServletHolder(new CXFNonSpringJaxrsServlet(application)), "/*");
        server.setHandler(context);
        server.start();
        return new CxfResourceServer(server, connector);
    }

    String url() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/whoami";
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    /** Tells the id of the client that asks. Public, since CXF calls it. */
    @Path("whoami")
    public static final class WhoAmI {

        @GET
        public String tell(@Context MessageContext message) {
            return message.getContent(OAuthContext.class).getClientId();
        }
    }
}
