package dev.countersign.launch;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What the commands take of the application: the launcher's classes do not name its classes, which are in the class
 * loader of the commands only. Stateless.
 */
final class Product {
    private static final String ENTRY = "dev.countersign.boot.ProductCommands";

    private Product() {}

    /** A running server, and an administrator client of it. */
    record Server(String url, String user, String password) {

        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    /**
     * Hashes a secret as the store keeps it.
     *
     * @param chosen empty: one is made
     * @return a line of JSON; and behind it the secret that was made
     * @throws UsageException when the client's id is none
     */
    @SuppressWarnings("unchecked")
    static List<String> hashSecret(String client, Path keyRing, Optional<String> chosen)
            throws UsageException, StartupException {
        try {
            return (List<String>) call(
                    "hashSecret", new Class<?>[] {String.class, Path.class, Optional.class}, client, keyRing, chosen);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--client " + e.getMessage());
        }
    }

    /** Makes a restored database safe to serve. */
    static void adoptRestored(DataSource database, Path keyRing, Instant takenAt) throws StartupException {
        call("adoptRestored", new Class<?>[] {DataSource.class, Path.class, Instant.class}, database, keyRing, takenAt);
    }

    /**
     * Makes clients of a running server what files declare; the plan goes to standard output.
     *
     * @return the exit code
     * @throws UsageException when the URL is none that a password may be sent to
     */
    static int apply(List<Path> files, Server server, boolean dryRun, Optional<Path> secrets)
            throws UsageException, StartupException {
        Consumer<String> out = System.out::println;
        try {
            return (int) call(
                    "apply",
                    new Class<?>[] {
                        List.class, String.class, String.class, String.class, boolean.class, Optional.class,
                        Consumer.class
                    },
                    files,
                    server.url(),
                    server.user(),
                    server.password(),
                    dryRun,
                    secrets,
                    out);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--url " + e.getMessage());
        }
    }

    /**
     * The clients of a running server, as {@link #apply} takes them.
     *
     * @throws UsageException when the URL is none that a password may be sent to
     */
    static String export(Server server) throws UsageException, StartupException {
        try {
            return (String) call(
                    "export",
                    new Class<?>[] {String.class, String.class, String.class},
                    server.url(),
                    server.user(),
                    server.password());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--url " + e.getMessage());
        }
    }

    private static Object call(String method, Class<?>[] types, Object... arguments) throws StartupException {
        try {
            return Class.forName(ENTRY, true, Thread.currentThread().getContextClassLoader())
                    .getMethod(method, types)
                    .invoke(null, arguments);
        } catch (InvocationTargetException e) {
            Throwable failure = e.getTargetException();
            if (failure instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            throw new StartupException(Reasons.of(failure), failure);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the WAR lacks its commands", e);
        }
    }
}
