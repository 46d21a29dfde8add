package dev.countersign.launch;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * HTTP/1.1 that calls the {@link Peer} when the wait for a request begins and when its head is complete, and that
 * counts the fields of a head as they come.
 */
final class PeerHttp extends HttpConnectionFactory {
    /** Per head, and per trailer: a field of four bytes takes a hundred bytes of heap. */
    static final int MAX_FIELDS = 100;

    PeerHttp(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new PeerConnection(getHttpConfiguration(), connector, endPoint), connector, endPoint);
    }

    private static final class PeerConnection extends HttpConnection {
        private final Peer peer;
        private boolean looked;

        PeerConnection(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
            peer = PeerEndPoint.peer(endPoint);
        }

        /**
         * Called while the head is incomplete: at the beginning, after an answer and after each piece of a head. At the
         * beginning the first request has often arrived already; until the first read has shown that, the connection
         * does not count as waiting.
         */
        @Override
        public void fillInterested(Callback callback) {
            if (looked) {
                peer.waits();
                super.fillInterested(callback);
            } else {
                looked = true;
                callback.succeeded();
            }
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new RequestHandler() {
                private int fields;

                @Override
                public void messageBegin() {
                    fields = 0;
                    super.messageBegin();
                }

                @Override
                public void parsedHeader(HttpField field) {
                    count();
                    super.parsedHeader(field);
                }

                @Override
                public boolean headerComplete() {
                    fields = 0;
                    peer.headArrived();
                    return super.headerComplete();
                }

                @Override
                public void parsedTrailer(HttpField field) {
                    count();
                    super.parsedTrailer(field);
                }

                private void count() {
                    fields++;
                    if (fields > MAX_FIELDS) {
                        throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
                    }
                }
            };
        }
    }
}
