package dev.countersign.launch;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jetty.ee10.webapp.WebAppContext;

/**
 * Gives {@code mvn jetty:run} what {@code java -jar} has: the same data directory, store, password, login and guards.
 * Called by {@code src/dev/jetty/context.xml}, once for each deployment.
 */
public final class DevelopmentServer {
    private DevelopmentServer() {}

    public static void prepare(WebAppContext context) throws StartupException, UsageException {
        Logging.configure();
        OperatorSettings operator = OperatorSettings.ofThisProcess();
        Options options = Options.parse(operator);
        Closeable claim = new DataDirectory(options.data()).claim();
        try {
            Installation installation = Installation.prepare(options, operator);
            installation.equip(context);
            context.insertHandler(new LoginGuard());
            context.insertHandler(new HostGuard(installation.localHosts(options.host())));
            context.addEventListener(new Deployment(context, installation, origin(options), claim));
        } catch (StartupException e) {
            release(claim);
            throw e;
        }
    }

    /** The plugin opens its port after the application has started: what the pom gives it is all there is to know. */
    private static String origin(Options options) {
        return "http://" + options.host() + ":"
                + System.getProperty("jetty.http.port", Integer.toString(options.port()));
    }

    static void release(Closeable claim) {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of the data directory", e);
        }
    }
}
