package dev.countersign.launch;

import dev.countersign.text.SourceNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Our end of a connection; calls its {@link Peer} when it opens, closes, and when a write blocks. */
final class PeerEndPoint extends SocketChannelEndPoint {
    private final Peers peers;
    private final Peer peer;

    PeerEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Peers peers)
            throws IOException {
        super(channel, selector, key, scheduler);
        this.peers = peers;
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        peer = new Peer(SourceNetwork.of(remote.getAddress()), peers, System::nanoTime, this::close);
    }

    static Peer peer(Request request) {
        return peer(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    /** The peer of the TCP connection below {@code endPoint}, which may be the decrypted side of TLS. */
    static Peer peer(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper wrapper ? peer(wrapper.unwrap()) : ((PeerEndPoint) endPoint).peer;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        if (!peers.enter(peer)) {
            close();
        }
    }

    @Override
    public void onClose(Throwable failure) {
        peers.leave(peer);
        super.onClose(failure);
    }

    @Override
    protected void onIncompleteFlush() {
        peer.stalls();
        super.onIncompleteFlush();
    }
}
