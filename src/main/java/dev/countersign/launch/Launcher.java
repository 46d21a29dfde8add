package dev.countersign.launch;

import dev.countersign.text.SettingName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Runs one server with one application, in the class loader with Jetty that {@link Main} has made. */
public final class Launcher {
    private static final int NO_START = 1;
    private static final Logger LOG = Logger.getLogger(Launcher.class.getName());

    private Launcher() {}

    /**
     * Starts the server.
     *
     * @param application the unpacked WAR, or the source of one
     * @param classPath further places of the application's classes
     * @param version of this product, for people
     * @param keep takes the resources to close when the process ends, in reverse order
     * @return the exit code; 0: it serves
     */
    public static int launch(
            Path application, List<Path> classPath, String version, Consumer<AutoCloseable> keep, String... arguments)
            throws Exception {
        OperatorSettings operator = OperatorSettings.ofThisProcess();
        try {
            start(Options.parse(operator, arguments), operator, application, classPath, version, keep);
            return 0;
        } catch (StartupException e) {
            System.err.println("countersign: " + e.getMessage());
            return NO_START;
        }
    }

    private static void start(
            Options options,
            OperatorSettings operator,
            Path application,
            List<Path> classPath,
            String version,
            Consumer<AutoCloseable> keep)
            throws StartupException {
        boolean loopback = LocalServer.isLoopback(options.host());
        if (!loopback) {
            requireTls(options, operator);
        }
        LocalServer server = LocalServer.listen(options);
        Installation installation = Installation.prepare(options, operator);
        keep.accept(installation);
        keep.accept(server::stop);
        WebAppContext context = context(application, classPath, options);
        installation.equip(context);
        HostGuard guard = new HostGuard(loopback ? installation.localHosts(options.host()) : Set.of());
        BodyGatherer gatherer = new BodyGatherer();
        gatherer.setHandler(new Handler.Sequence(new ConsoleRedirect(), new RootMetadata(context)));
        guard.setHandler(gatherer);
        String url = server.origin() + Installation.CONTEXT_PATH;
        HandedSettings handed = installation.hand(loopback ? Optional.of(url) : Optional.empty(), server.mtlsPort());
        try {
            server.start(guard);
        } catch (Exception e) {
            throw FailedDeployment.explain(e);
        } finally {
            handed.close();
        }
        installation.keepSmall(keep);
        listenToOwner(new DataDirectory(options.data()).run(), installation.backups(version), keep);
        installation.serving(loopback ? url : operator.find("issuer").orElse(url), server.listens(), server.mtlsPort());
    }

    /** Without it the server serves all the same: some file systems know no sockets. */
    private static void listenToOwner(Path run, OwnerSocket.Backups backups, Consumer<AutoCloseable> keep) {
        try {
            keep.accept(OwnerSocket.open(run, backups));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(
                    Level.WARNING,
                    "backups can be made only while the server is stopped, since it has no socket in {0}: {1}",
                    new Object[] {run, Reasons.of(e)});
        }
    }

    /** Credentials would cross the network in the clear; {@code requireTls=false} is the way to want that. */
    private static void requireTls(Options options, OperatorSettings operator) throws StartupException {
        boolean secured = options.tls().isPresent()
                || operator.find("trustedProxies").isPresent()
                || operator.find("requireTls").filter("false"::equals).isPresent();
        if (!secured) {
            throw new StartupException("--host " + options.host() + " is reachable from other machines, and without"
                    + " TLS: give a certificate by --tls-keystore and --tls-password-file, or name the proxy that ends"
                    + " TLS by the setting trustedProxies (" + SettingName.environmentVariable("trustedProxies")
                    + "=<its address>)");
        }
    }

    private static WebAppContext context(Path application, List<Path> classPath, Options options) {
        WebAppContext context = new WebAppContext();
        context.setContextPath(Installation.CONTEXT_PATH);
        context.setWar(application.toUri().toString());
        context.setTempDirectory(
                new DataDirectory(options.data()).run().resolve("work").toFile());
        context.setConfigurationDiscovered(false);
        ResourceFactory resources = ResourceFactory.of(context);
        context.setExtraClasspath(classPath.stream().map(resources::newResource).toList());
        return context;
    }
}
