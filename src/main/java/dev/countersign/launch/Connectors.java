package dev.countersign.launch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * The main port, and the one for TLS client certificates if there is one. Their connections and buffers are bounded
 * together.
 *
 * @param mtls the only one that asks for client certificates; empty: the main port asks, if it has TLS
 */
record Connectors(ServerConnector main, Optional<ServerConnector> mtls) {
    /** Idle timeout of a connection while a request is answered: no byte read or written. */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(30);

    /** The idle buffers may take one part in this many of the heap's size, once on the heap and once outside of it. */
    private static final int BUFFERS_PART = 16;

    /** Opens the ports, so that one in use ends the start at once. */
    static Connectors open(Server server, Options options, int threads) throws StartupException {
        Optional<Integer> mtlsPort = options.tls().flatMap(Options.Tls::mtlsPort);
        long heap = Runtime.getRuntime().maxMemory();
        Peers.Limits limits = Peers.Limits.of(heap, threads);
        Maker maker = new Maker(
                server,
                options,
                new Peers(options.tls().isPresent() ? limits.withCertificates() : limits),
                new GuardedBuffers(heap / BUFFERS_PART));
        ServerConnector main = maker.open(options.port(), mtlsPort.isEmpty());
        return new Connectors(
                main, mtlsPort.isPresent() ? Optional.of(maker.open(mtlsPort.get(), true)) : Optional.empty());
    }

    /** How many there are for such options. */
    static int count(Options options) {
        return options.tls().flatMap(Options.Tls::mtlsPort).isPresent() ? 2 : 1;
    }

    private record Maker(Server server, Options options, Peers peers, GuardedBuffers buffers) {

        /** @param asks whether it asks for client certificates, where it has TLS */
        ServerConnector open(int port, boolean asks) throws StartupException {
            ServerConnector connector = connector(asks);
            connector.setHost(options.host());
            connector.setPort(port);
            connector.setIdleTimeout(IDLE_CONNECTION.toMillis());
            server.addConnector(connector);
            try {
                connector.open();
            } catch (IOException e) {
                Throwable reason = e.getCause() == null ? e : e.getCause();
                throw StartupException.because("cannot listen on " + options.host() + ":" + port, reason);
            }
            return connector;
        }

        private ServerConnector connector(boolean asks) throws StartupException {
            HttpConfiguration http = new HttpConfiguration();
            HttpRules.apply(http);
            if (options.tls().isEmpty()) {
                return new PeerConnector(server, peers, buffers, new PeerHttp(http));
            }
            // Shows the client's certificate to the application. No check of SNI: the client verifies the server's
            // names, and may have connected by address.
            http.addCustomizer(new SecureRequestCustomizer(false));
            return new PeerConnector(
                    server,
                    peers,
                    buffers,
                    new SslConnectionFactory(
                            ServerCertificate.load(options.tls().get(), asks), HttpVersion.HTTP_1_1.asString()),
                    new PeerHttp(http));
        }
    }
}
