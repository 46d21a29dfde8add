package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import dev.countersign.text.Redaction;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where {@code java -jar countersign.war} begins. Needs nothing but the JDK: it unpacks the server's jars from the
 * WAR, and calls the {@link Launcher} in a class loader that has them. Called by {@code mvn jetty:run} too, with the
 * output of the build.
 */
public final class Main {
    private static final int WRONG_USAGE = 64;
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
        // Dates, numbers and levels in log lines, and the texts of libraries, do not depend on the user's locale.
        Locale.setDefault(Locale.ENGLISH);
        try {
            Options options = Options.parse(OperatorSettings.ofThisProcess(), arguments);
            if (options.help()) {
                System.out.print(Options.HELP);
                return 0;
            }
            Logging.configure();
            Exhaustion.watch();
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
            WarContents war = contents(data);
            // Its parent is the platform's loader, not ours: ours has this package too, but none of the jars.
            URLClassLoader loader =
                    new URLClassLoader("server", war.serverClassPath(), ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Consumer<AutoCloseable> keeper = this::keep;
            return (int) loader.loadClass(Launcher.class.getName())
                    .getMethod("launch", Path.class, List.class, Consumer.class, String[].class)
                    .invoke(null, war.application(), war.classPath(), keeper, arguments);
        } catch (IOException e) {
            throw StartupException.because("cannot unpack the WAR into " + data.run(), e);
        } catch (InvocationTargetException e) {
            LOG.log(Level.SEVERE, "countersign does not start", Redaction.of(e.getTargetException()));
            return NO_START;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the WAR lacks its launcher", e);
        }
    }

    private static WarContents contents(DataDirectory data) throws IOException, StartupException {
        Path place = place();
        requireReadable(place);
        if (Files.isRegularFile(place)) {
            return WarContents.unpack(place, data.run());
        }
        PrivateFiles.createDirectories(data.run());
        return WarContents.built(place)
                .orElseThrow(() -> new StartupException("only the WAR can be run: java -jar countersign.war"));
    }

    private static void requireReadable(Path place) throws StartupException {
        try {
            PlatformPath.parse(place.toString());
        } catch (MalformedException e) {
            throw new StartupException("the path of the WAR, " + place + ", " + e.rule());
        }
    }

    private static Path place() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the location of the WAR cannot be determined", e);
        }
    }

    /** Closes the resources when the process ends, in the reverse order of their opening. */
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
                    LOG.log(Level.WARNING, "a resource could not be closed at the end", Redaction.of(e));
                }
            }
        }
    }
}
