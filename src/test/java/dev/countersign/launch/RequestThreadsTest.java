package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With one selector, so that every connection depends on the thread that watches the others. */
@Timeout(60)
class RequestThreadsTest {
    private static final int THREADS = 16;

    private final CountDownLatch release = new CountDownLatch(1);
    private final RequestThreads threads = new RequestThreads(THREADS, 8, RequestThreads.selectors());
    private final Server server = new Server(threads);
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("localhost");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Fields query = Request.extractQueryParameters(request);
                if (query.get("wait") != null) {
                    release.await();
                }
                response.getHeaders().put("X-Thread", Thread.currentThread().getName());
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        for (Client client : clients) {
            client.close();
        }
        server.stop();
    }

    @Test
    void ops_aRequestThatWaitsDoesNotKeepTheOthersOfItsSelector() throws Exception {
        for (int i = 0; i < THREADS / 2; i++) {
            connected().send("/?wait");
            // Answered, or the test is over.
            assertThat(connected().get("/")).startsWith("http");
        }
        release.countDown();
        for (Client client : clients) {
            if (client.waits) {
                assertThat(client.answer()).startsWith("http");
            }
        }
    }

    /** One request that waits, then quick ones: they are trusted again after a few. */
    @Test
    void ops_quickRequestsStayWithOneThread() throws Exception {
        Client client = connected();
        for (int i = 0; i < 1000; i++) {
            client.get("/");
        }
        int changes = 0;
        String last = client.get("/");
        for (int i = 0; i < 1000; i++) {
            String thread = client.get("/");
            changes += thread.equals(last) ? 0 : 1;
            last = thread;
        }
        // By Jetty's own way it is nearly every request; a busy machine brings some.
        assertThat(changes).isLessThan(500);
    }

    @Test
    void ops_moreThatWaitThanThereAreThreadsEndWell() throws Exception {
        List<Client> waiting = new ArrayList<>();
        for (int i = 0; i < 3 * THREADS; i++) {
            Client client = connected();
            client.send("/?wait");
            waiting.add(client);
        }
        release.countDown();
        for (Client client : waiting) {
            assertThat(client.answer()).startsWith("http");
        }
        assertThat(connected().get("/")).startsWith("http");
    }

    private Client connected() throws IOException {
        Client client = new Client(new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
        clients.add(client);
        return client;
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private boolean waits;

        private Client(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void send(String path) throws IOException {
            waits = true;
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }

        /** The name of the thread that answered. */
        String answer() throws IOException {
            String thread = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("X-Thread: ")) {
                    thread = "http" + line.substring("X-Thread: ".length());
                }
            }
            waits = false;
            return thread;
        }

        String get(String path) throws IOException {
            send(path);
            return answer();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
