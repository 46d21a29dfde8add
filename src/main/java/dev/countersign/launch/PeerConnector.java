package dev.countersign.launch;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Jetty's connector with bounds: on its connections by {@link Peers}, on accepted connections that no selector has
 * registered yet, and on the idle buffers.
 */
final class PeerConnector extends ServerConnector {
    private static final long SWEEP_SECONDS = 1;

    /**
     * Connections in the kernel's accept queue; a client that finds it full retries after a whole second.
     */
    private static final int MAX_BACKLOG = 4096;

    /** Accepted connections that no selector has registered yet. */
    private static final int MAX_UNSEEN = 128;

    private final Peers peers;

    /**
     * @param peers the connections of all connectors together
     * @param buffers of all connectors together
     */
    PeerConnector(Server server, Peers peers, GuardedBuffers buffers, ConnectionFactory... factories) {
        super(server, null, null, buffers, 1, RequestThreads.selectors(), factories);
        this.peers = peers;
        setAcceptQueueSize(MAX_BACKLOG);
        addBean(new Unseen());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sweepLater();
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        PeerEndPoint endPoint = new PeerEndPoint(channel, selector, key, getScheduler(), peers);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    private void sweepLater() {
        getScheduler().schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private void sweep() {
        peers.closeOverdue();
        if (isRunning()) {
            sweepLater();
        }
    }

    /**
     * Bounds the queue of connections between the accepting thread and the selectors, which Jetty does not bound.
     */
    private static final class Unseen implements SelectorManager.AcceptListener {
        private final Semaphore places = new Semaphore(MAX_UNSEEN);
        private final Set<SelectableChannel> channels = ConcurrentHashMap.newKeySet();

        /** Waits for a place; further connections wait in the kernel's queue meanwhile. */
        @Override
        public void onAccepting(SelectableChannel channel) {
            try {
                places.acquire();
                channels.add(channel);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            takenUp(channel);
        }

        @Override
        public void onAccepted(SelectableChannel channel) {
            takenUp(channel);
        }

        private void takenUp(SelectableChannel channel) {
            if (channels.remove(channel)) {
                places.release();
            }
        }
    }
}
