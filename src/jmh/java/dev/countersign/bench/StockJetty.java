package dev.countersign.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Jetty as it comes, with {@link UnguardedServlet} and nothing else: a process of its own, which writes its port and
 * serves until it is killed.
 */
public final class StockJetty {

    private StockJetty() {}

    /** The child process. */
    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("localhost");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(UnguardedServlet.class, "/empty");
        server.setHandler(context);
        server.start();
        System.out.println(connector.getLocalPort());
        server.join();
    }

    /** A running one. */
    record Running(ProcessHandle process, int port) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Returns when it serves. */
    static Running start(String heap) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StockJetty.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        String port = out.readLine();
        if (port == null) {
            throw new IOException("stock Jetty did not start");
        }
        return new Running(process.toHandle(), Integer.parseInt(port));
    }
}
