package dev.countersign.launch;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * Makes clients of a running server what files declare, and prints what it does.
     *
     * @param options of the command line
     * @param credential the secret of {@code --user}, or the content of {@code --token-file}
     * @return the exit code
     * @throws UsageException when the URL is none that a credential may be sent to, or options do not go together
     */
    static int apply(List<Path> files, Map<String, String> options, String credential)
            throws UsageException, StartupException {
        return (int) asked(
                "apply",
                new Class<?>[] {List.class, Map.class, String.class, Consumer.class},
                files,
                options,
                credential,
                (Consumer<String>) System.out::println);
    }

    /**
     * Finds secrets of clients in files, and prints whose they are.
     *
     * @return the exit code
     * @throws UsageException as {@link #apply} does
     */
    static int leaked(List<Path> files, Map<String, String> options, String credential)
            throws UsageException, StartupException {
        return (int) asked(
                "leaked",
                new Class<?>[] {List.class, Map.class, String.class, Consumer.class},
                files,
                options,
                credential,
                (Consumer<String>) System.out::println);
    }

    /**
     * Registers the clients of a Keycloak realm, and prints what is taken of each.
     *
     * @return the exit code
     * @throws UsageException as {@link #apply} does
     */
    static int importKeycloak(Path realm, Map<String, String> options, String credential)
            throws UsageException, StartupException {
        return (int) asked(
                "importKeycloak",
                new Class<?>[] {Path.class, Map.class, String.class, Consumer.class},
                realm,
                options,
                credential,
                (Consumer<String>) System.out::println);
    }

    /**
     * The clients of a running server, as {@link #apply} takes them.
     *
     * @throws UsageException when the URL is none that a credential may be sent to
     */
    static String export(Map<String, String> options, String credential, boolean json)
            throws UsageException, StartupException {
        return (String)
                asked("export", new Class<?>[] {Map.class, String.class, boolean.class}, options, credential, json);
    }

    private static Object asked(String method, Class<?>[] types, Object... arguments)
            throws UsageException, StartupException {
        try {
            return call(method, types, arguments);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
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
