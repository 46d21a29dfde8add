package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class ExhaustionTest {

    @Test
    void ops_outOfMemoryIsFoundBelowOtherExceptions() {
        OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 16384 bytes of direct buffer memory");

        assertThat(Exhaustion.find(error)).contains(error);
        assertThat(Exhaustion.find(new IllegalStateException(new SQLException(error))))
                .contains(error);
        assertThat(Exhaustion.find(new InternalError())).isPresent();
    }

    @Test
    void ops_whatIsOverWhenItIsCaughtDoesNotCount() {
        assertThat(Exhaustion.find(null)).isEmpty();
        assertThat(Exhaustion.find(new StackOverflowError())).isEmpty();
        assertThat(Exhaustion.find(new IllegalStateException(new AssertionError())))
                .isEmpty();
    }

    @Test
    void ops_aCircleOfCausesEnds() {
        Exception one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));

        assertThat(Exhaustion.find(one)).isEmpty();
    }

    /** As direct memory ends: thrown by Java code, and caught by Jetty, which would answer 500 and go on. */
    @Test
    void ops_aServerThatCatchesItEndsAllTheSame() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(Exhaustion.EXIT_CODE);
        assertThat(said).containsOnlyOnce("countersign: terminating: java.lang.OutOfMemoryError: Cannot reserve");
    }

    /** The child process: asks itself once. */
    static final class Doomed {
        public static void main(String[] arguments) throws Exception {
            Exhaustion.watch();
            Server server = new Server(new RequestThreads(16, 8, RequestThreads.selectors()));
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("localhost");
            server.addConnector(connector);
            server.setErrorHandler(TerseErrors.ofServer());
            server.setHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) {
                    throw new OutOfMemoryError("Cannot reserve 16384 bytes of direct buffer memory");
                }
            });
            server.start();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                System.out.println(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            }
            server.stop();
        }
    }
}
