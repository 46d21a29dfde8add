package dev.countersign.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one fetch: they connect to checked addresses only, past any proxy, and are all closed at once when its
 * time is over, also during blocking I/O. Thread-safe.
 */
final class Sockets implements DetachedSocketFactory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private final List<Socket> open = new ArrayList<>();
    private @Nullable CheckedAddresses allowed;
    private boolean closed;

    /** Allows these addresses; before this call, none is allowed. */
    synchronized void allow(CheckedAddresses addresses) {
        allowed = addresses;
    }

    @Override
    public synchronized Socket create(@Nullable Proxy proxy) throws IOException {
        if (closed || allowed == null || proxy != null) {
            throw new SocketException("no connection is allowed any more");
        }
        Socket socket = new CheckedSocket(allowed);
        open.add(socket);
        return socket;
    }

    /** Without TLS close_notify, since sending it would wait for the connection's lock. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("a socket is closed, but not without complaints", e);
            }
        }
        open.clear();
    }

    /** The final check, at the address that is really connected to. */
    private static final class CheckedSocket extends Socket {

        private final CheckedAddresses allowed;

        CheckedSocket(CheckedAddresses allowed) {
            // Otherwise the JVM's own settings (socksProxyHost) would send it elsewhere.
            super(Proxy.NO_PROXY);
            this.allowed = allowed;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress inet) || !allowed.contain(inet.getAddress())) {
                throw new SocketException("not a checked address");
            }
            super.connect(endpoint, timeout);
        }
    }
}
