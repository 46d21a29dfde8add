package dev.countersign.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Handler;

/** The second half of {@link Main}, in the class loader that has Jetty: one server, one application. */
public final class Launcher {
    private static final int NO_START = 1;

    private Launcher() {}

    /**
     * Starts the server.
     *
     * @param application the unpacked WAR
     * @param keep takes what is to be closed when the process ends, the last one first
     * @return the exit code; 0: it serves
     */
    public static int launch(Path application, Consumer<AutoCloseable> keep, String... arguments) throws Exception {
        OperatorSettings operator = OperatorSettings.ofThisProcess();
        try {
            start(Options.parse(operator, arguments), operator, application, keep);
            return 0;
        } catch (StartupException e) {
            System.err.println("countersign: " + e.getMessage());
            return NO_START;
        }
    }

    private static void start(
            Options options, OperatorSettings operator, Path application, Consumer<AutoCloseable> keep)
            throws StartupException {
        boolean loopback = LocalServer.isLoopback(options.host());
        LocalServer server = LocalServer.listen(options);
        Installation installation = Installation.prepare(options, operator);
        keep.accept(installation);
        keep.accept(server::stop);
        WebAppContext context = context(application, options);
        installation.equip(context);
        HostGuard guard = new HostGuard(loopback ? installation.localHosts(options.host()) : Set.of());
        LoginGuard login = new LoginGuard();
        login.setHandler(new Handler.Sequence(new ConsoleRedirect(), context));
        guard.setHandler(login);
        String url = server.origin() + Installation.CONTEXT_PATH;
        HandedSettings handed = installation.hand(loopback ? Optional.of(url) : Optional.empty());
        try {
            server.start(guard);
        } catch (Exception e) {
            throw FailedDeployment.explain(e);
        } finally {
            handed.close();
        }
        installation.serving(loopback ? url : operator.find("issuer").orElse(url));
    }

    private static WebAppContext context(Path application, Options options) {
        WebAppContext context = new WebAppContext();
        context.setContextPath(Installation.CONTEXT_PATH);
        context.setWar(application.toUri().toString());
        context.setTempDirectory(
                new DataDirectory(options.data()).run().resolve("work").toFile());
        context.setConfigurationDiscovered(false);
        return context;
    }
}
