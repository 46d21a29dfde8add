package dev.countersign.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import org.eclipse.jetty.session.SessionIdManager;

/** Jetty, whose ports are opened first, so that a port in use ends the start at once. */
final class LocalServer {
    private static final int THREADS = 64;
    private static final int IDLE_THREADS = 8;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

    private final Server server;
    private final Connectors connectors;
    private final String scheme;
    private final String host;

    private LocalServer(Server server, Connectors connectors, String scheme, String host) {
        this.server = server;
        this.connectors = connectors;
        this.scheme = scheme;
        this.host = host;
    }

    static LocalServer listen(Options options) throws StartupException {
        RequestThreads threads =
                new RequestThreads(THREADS, IDLE_THREADS, RequestThreads.selectors() * Connectors.count(options));
        threads.setName("http");
        Server server = new Server(threads);
        server.setErrorHandler(TerseErrors.ofServer());
        server.addBean(sessionIds(server), true);
        server.setStopTimeout(LAST_REQUESTS.toMillis());
        Connectors connectors = Connectors.open(server, options, THREADS);
        return new LocalServer(server, connectors, options.tls().isPresent() ? "https" : "http", options.host());
    }

    /** Scheme, host and port, as a client on this machine reaches it. */
    String origin() {
        String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return scheme + "://" + name + ":" + connectors.main().getLocalPort();
    }

    /** The port that alone asks for TLS client certificates; empty: there is none of that kind. */
    Optional<Integer> mtlsPort() {
        return connectors.mtls().map(ServerConnector::getLocalPort);
    }

    /** Scheme, address and port on which it listens. */
    String listens() {
        try {
            InetSocketAddress bound =
                    (InetSocketAddress) ((ServerSocketChannel) connectors.main().getTransport()).getLocalAddress();
            String address = bound.getAddress().getHostAddress();
            return scheme + "://" + (address.contains(":") ? "[" + address + "]" : address) + ":" + bound.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("the address on which the server listens cannot be read", e);
        }
    }

    /** Whether only this machine can reach it. */
    static boolean isLoopback(String host) throws StartupException {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartupException("unknown host '" + host + "'", e);
        }
    }

    void start(Handler handler) throws Exception {
        server.setHandler(new GracefulHandler(new TakingTurns(handler)));
        server.start();
    }

    void stop() throws Exception {
        server.stop();
    }

    /** Removes expired sessions from memory every minute; by default they may stay for ten minutes more. */
    private static SessionIdManager sessionIds(Server server) {
        DefaultSessionIdManager ids = new DefaultSessionIdManager(server);
        HouseKeeper broom = new HouseKeeper();
        try {
            broom.setIntervalSec(BETWEEN_SWEEPS.toSeconds());
        } catch (Exception e) {
            throw new IllegalStateException("Jetty's session house-keeper cannot be configured", e);
        }
        ids.setSessionHouseKeeper(broom);
        return ids;
    }
}
