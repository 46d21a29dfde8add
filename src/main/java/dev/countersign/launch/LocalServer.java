package dev.countersign.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import org.eclipse.jetty.session.SessionIdManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with one connector, whose port is taken before anything else happens. */
final class LocalServer {
    private static final int THREADS = 64;
    private static final int IDLE_THREADS = 8;
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

    /** What of a body is waited for before a thread looks at the request, in bytes: all that is read for somebody who is not known yet. */
    private static final int LARGEST_EARLY_BODY = 128 * 1024;

    private final Server server;
    private final ServerConnector connector;
    private final String scheme;
    private final String host;

    private LocalServer(Server server, ServerConnector connector, String scheme, String host) {
        this.server = server;
        this.connector = connector;
        this.scheme = scheme;
        this.host = host;
    }

    static LocalServer listen(Options options) throws StartupException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
        threads.setName("http");
        Server server = new Server(threads);
        server.setErrorHandler(TerseErrors.ofServer());
        server.addBean(sessionIds(server), true);
        server.setStopTimeout(LAST_REQUESTS.toMillis());
        Optional<SslContextFactory.Server> certificate = options.tls().isPresent()
                ? Optional.of(ServerCertificate.load(options.tls().get()))
                : Optional.empty();
        ServerConnector connector = connector(server, certificate);
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE_CONNECTION.toMillis());
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw StartupException.because("cannot listen on " + options.host() + ":" + options.port(), reason);
        }
        return new LocalServer(server, connector, certificate.isPresent() ? "https" : "http", options.host());
    }

    /** Scheme, host and port, as someone on this machine reaches it. */
    String origin() {
        String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return scheme + "://" + name + ":" + connector.getLocalPort();
    }

    /** Whether only this machine can reach it. */
    static boolean isLoopback(String host) throws StartupException {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartupException("nobody knows the host '" + host + "'", e);
        }
    }

    void start(Handler handler) throws Exception {
        Handler gathering = new EagerContentHandler(
                new BodyDeadline.Met(handler), new RetainedContentLoaderFactory(LARGEST_EARLY_BODY, 0, false));
        server.setHandler(new GracefulHandler(new BodyDeadline(gathering)));
        server.start();
    }

    void stop() throws Exception {
        server.stop();
    }

    /** Sessions that have ended leave the memory soon; by default they may stay for ten minutes more. */
    private static SessionIdManager sessionIds(Server server) {
        DefaultSessionIdManager ids = new DefaultSessionIdManager(server);
        HouseKeeper broom = new HouseKeeper();
        try {
            broom.setIntervalSec(BETWEEN_SWEEPS.toSeconds());
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not sweep", e);
        }
        ids.setSessionHouseKeeper(broom);
        return ids;
    }

    private static ServerConnector connector(Server server, Optional<SslContextFactory.Server> certificate) {
        HttpConfiguration http = new HttpConfiguration();
        HttpRules.apply(http);
        if (certificate.isEmpty()) {
            return new ServerConnector(server, new HttpConnectionFactory(http));
        }
        // A name that the certificate lacks is the client's to judge: it may have reached us by address.
        SecureRequestCustomizer secure = new SecureRequestCustomizer(false);
        http.addCustomizer(secure);
        return new ServerConnector(
                server,
                new SslConnectionFactory(certificate.get(), HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
    }
}
