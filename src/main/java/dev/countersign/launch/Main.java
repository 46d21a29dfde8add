package dev.countersign.launch;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where {@code java -jar countersign.war} begins. Needs nothing but the JDK: it takes the server's jars out of the WAR,
 * and hands over to the {@link Launcher} in a class loader that has them.
 */
public final class Main {
    private static final int WRONG_USAGE = 2;
    private static final int NO_START = 1;
    private static final Logger LOG = Logger.getLogger(Main.class.getName());

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Main() {}

    public static void main(String... arguments) {
        int code = new Main().run(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    private int run(String... arguments) {
        try {
            Options options = Options.parse(OperatorSettings.ofThisProcess(), arguments);
            if (options.help()) {
                System.out.print(Options.HELP);
                return 0;
            }
            Logging.configure();
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
            return launch(options, arguments);
        } catch (UsageException e) {
            System.err.println("countersign: " + e.getMessage() + " (see --help)");
            return WRONG_USAGE;
        } catch (StartupException e) {
            System.err.println("countersign: " + e.getMessage());
            return NO_START;
        }
    }

    private int launch(Options options, String... arguments) throws StartupException {
        DataDirectory data = new DataDirectory(options.data());
        keep(data.claim());
        keep(() -> PrivateFiles.deleteTree(data.run()));
        try {
            WarContents war = WarContents.unpack(war(), data.run());
            // Below the platform's loader, not ours: ours has this package too, but none of the jars.
            URLClassLoader loader =
                    new URLClassLoader("server", war.serverClassPath(), ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Consumer<AutoCloseable> keeper = this::keep;
            return (int) loader.loadClass(Launcher.class.getName())
                    .getMethod("launch", Path.class, Consumer.class, String[].class)
                    .invoke(null, war.application(), keeper, arguments);
        } catch (IOException e) {
            throw StartupException.because("cannot unpack the WAR into " + data.run(), e);
        } catch (InvocationTargetException e) {
            LOG.log(Level.SEVERE, "countersign does not start", e.getCause());
            return NO_START;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the WAR lacks its launcher", e);
        }
    }

    private static Path war() throws StartupException {
        try {
            Path war = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(war)) {
                throw new StartupException("only the WAR can be run: java -jar countersign.war");
            }
            return war;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the WAR has no place", e);
        }
    }

    /** Closes it when the process ends: what came last, first. */
    private void keep(AutoCloseable closeable) {
        synchronized (open) {
            open.push(closeable);
        }
    }

    private void close() {
        synchronized (open) {
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (Exception e) {
                    LOG.log(Level.WARNING, "left something behind at the end", e);
                }
            }
        }
    }
}
