package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import dev.countersign.text.Redaction;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
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
 * Reads the command line, and does what it asks for: unpacks the WAR, and calls the {@link Launcher}, or for the other
 * commands {@link Commands}, in a class loader that has the unpacked jars.
 */
public final class Start {
    private static final int WRONG_USAGE = 64;
    private static final int FAILED = 1;
    private static final Logger LOG = Logger.getLogger(Start.class.getName());

    private final Path place;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Start(Path place) {
        this.place = place;
    }

    /**
     * Returns the exit code; 0: it is done, or the server serves.
     *
     * @param place the WAR, or the directory of the compiled classes
     */
    public static int run(Path place, String... arguments) {
        return new Start(place).run(arguments);
    }

    private int run(String... arguments) {
        // Dates, numbers and levels in log lines, and the texts of libraries, do not depend on the user's locale.
        Locale.setDefault(Locale.ENGLISH);
        try {
            Arguments given = Arguments.parse(arguments);
            if (given.help()) {
                System.out.print(given.helpText());
                return 0;
            }
            if (given.version()) {
                System.out.println("countersign " + WarVersion.of(place));
                return 0;
            }
            return given.command() == Command.SERVE ? serve(arguments) : command(given.command(), arguments);
        } catch (UsageException e) {
            System.err.println("countersign: " + e.getMessage() + " (see --help)");
            return WRONG_USAGE;
        } catch (StartupException e) {
            System.err.println("countersign: " + e.getMessage());
            return FAILED;
        }
    }

    private int serve(String... arguments) throws UsageException, StartupException {
        Options options = Options.parse(OperatorSettings.ofThisProcess(), arguments);
        begin(options.log());
        DataDirectory data = new DataDirectory(options.data());
        keep(data.claim());
        keep(() -> PrivateFiles.deleteTree(data.run()));
        try {
            OwnerSocket.removeStale(data.run());
            WarContents war = contents(data.run());
            return call(war.serverClassPath(), Launcher.class, "launch", war, arguments);
        } catch (IOException e) {
            throw StartupException.because("cannot unpack the WAR into " + data.run(), e);
        }
    }

    /** In a directory of its own, so that it needs none of a server's. */
    private int command(Command command, String... arguments) throws UsageException, StartupException {
        Options.requireSensible(command, arguments);
        begin(LogFormat.TEXT);
        Path directory = temporaryDirectory();
        keep(() -> PrivateFiles.deleteTree(directory));
        try {
            WarContents war = contents(directory.resolve("war"));
            return call(war.commandClassPath(), Commands.class, "run", war, arguments);
        } catch (IOException e) {
            throw StartupException.because("cannot unpack the WAR into " + directory, e);
        } finally {
            close();
        }
    }

    private void begin(LogFormat format) {
        Logging.configure(format);
        Exhaustion.watch();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    }

    private int call(URL[] path, Class<?> type, String method, WarContents war, String... arguments)
            throws StartupException {
        // Its parent is the platform's loader, not ours: ours has this package too, but none of the jars.
        URLClassLoader loader = new URLClassLoader("server", path, ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Consumer<AutoCloseable> keeper = this::keep;
        try {
            return (int) loader.loadClass(type.getName())
                    .getMethod(method, Path.class, List.class, String.class, Consumer.class, String[].class)
                    .invoke(null, war.application(), war.classPath(), WarVersion.of(place), keeper, arguments);
        } catch (InvocationTargetException e) {
            LOG.log(Level.SEVERE, "countersign fails", Redaction.of(e.getTargetException()));
            return FAILED;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the WAR lacks its launcher", e);
        }
    }

    private WarContents contents(Path directory) throws IOException, StartupException {
        requireReadable(place);
        if (Files.isRegularFile(place)) {
            return WarContents.unpack(place, directory);
        }
        PrivateFiles.createDirectories(directory);
        return WarContents.built(place)
                .orElseThrow(() -> new StartupException("only the WAR can be run: java -jar countersign.war"));
    }

    private static Path temporaryDirectory() throws StartupException {
        try {
            return PrivateFiles.createTemporaryDirectory();
        } catch (IOException e) {
            throw StartupException.because("cannot make a temporary directory", e);
        }
    }

    private static void requireReadable(Path place) throws StartupException {
        try {
            PlatformPath.parse(place.toString());
        } catch (MalformedException e) {
            throw new StartupException("the path of the WAR, " + place + ", " + e.rule());
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
