package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The options of the command line.
 *
 * @param database where the clients are kept; empty: the embedded database below {@code data}
 * @param tls the server's own certificate; empty: plain HTTP
 */
record Options(String host, int port, Path data, Optional<Database> database, Optional<Tls> tls, boolean help) {
    static final String HELP = """
            Usage: java -jar countersign.war [options]

              --host <name>               address to listen on (localhost)
              --port <number>             port to listen on; 0 takes a free one (8080)
              --data <directory>          where the embedded default keeps its files (~/.countersign)
              --jdbc-url <url>            a PostgreSQL or MariaDB database (jdbc:postgresql:..., jdbc:mariadb:...) in place
                                          of the embedded one
              --jdbc-user <name>          its user
              --jdbc-password-file <file> a file that holds its user's password
              --tls-keystore <file>       serve HTTPS with the key in this PKCS12 or JKS file
              --tls-password-file <file>  a file that holds the key store's password
              --mtls-port <number>        ask for TLS client certificates on this further port, and not on --port
              --help                      show this and end

            Options may also be written --option=value. Every setting of the application can be given as a
            system property (-Dcountersign.issuer=...) or in the environment (COUNTERSIGN_ISSUER=...);
            an empty one counts as not set.
            COUNTERSIGN_ADMIN_PASSWORD, or COUNTERSIGN_ADMIN_PASSWORD_FILE, sets the administrator's password
            (32 characters or more); without it one is made at the first start and printed once.
            """;

    private static final String DEFAULT_HOST = "localhost";
    private static final String DEFAULT_PORT = "8080";
    private static final int MAX_PORT = 65_535;
    private static final String NO_HOME = "?";

    /** The operator's own database. */
    record Database(JdbcUrl url, Optional<String> user, Optional<Path> passwordFile) {}

    /**
     * A key store for HTTPS.
     *
     * @param mtlsPort the only port that asks for client certificates; empty: the main port asks
     */
    record Tls(Path keyStore, Path passwordFile, Optional<Integer> mtlsPort) {}

    static Options parse(OperatorSettings settings, String... arguments) throws UsageException {
        Arguments given = Arguments.parse(arguments);
        return new Options(
                given.text("--host").orElse(DEFAULT_HOST),
                port("--port", given.text("--port").orElse(DEFAULT_PORT)),
                data(given, settings),
                database(given),
                tls(given),
                given.help());
    }

    /** The options that take a value, with the value's description for messages. */
    static Map<String, String> valued() {
        return Map.of(
                "--host", "a name or address",
                "--port", "a number",
                "--data", "a directory",
                "--jdbc-url", "a URL",
                "--jdbc-user", "a name",
                "--jdbc-password-file", "a file",
                "--tls-keystore", "a file",
                "--tls-password-file", "a file",
                "--mtls-port", "a number");
    }

    private static Path data(Arguments given, OperatorSettings settings) throws UsageException {
        Optional<Path> named = given.path("--data");
        // No home is needed for --help.
        return named.isPresent() || given.help() ? named.orElse(Path.of("")) : dataDirectory(settings);
    }

    private static int port(String option, String text) throws UsageException {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 0 || port > MAX_PORT) {
            throw new UsageException(option + " takes a number from 0 to " + MAX_PORT + ", not '" + text + "'");
        }
        return port;
    }

    private static Path dataDirectory(OperatorSettings settings) throws UsageException {
        Optional<String> named = settings.find("dataDirectory");
        return named.isPresent() ? path("the setting dataDirectory", named.get()) : belowHome(settings);
    }

    /** Never below the working directory: where the user has no home, the JVM gives a question mark for it. */
    private static Path belowHome(OperatorSettings settings) throws UsageException {
        String home = settings.properties().getProperty("user.home", "");
        if (home.equals(NO_HOME) || !new File(home).isAbsolute()) {
            throw new UsageException(
                    "the user of this process has no home directory to keep files in: name a directory by --data");
        }
        return path("the home directory", home).resolve(".countersign");
    }

    private static Path path(String name, String text) throws UsageException {
        try {
            return PlatformPath.absolute(text);
        } catch (MalformedException e) {
            throw new UsageException(name + " '" + text + "' " + e.rule() + "; --data names another directory");
        }
    }

    private static Optional<Database> database(Arguments given) throws UsageException {
        Optional<String> url = given.text("--jdbc-url");
        Optional<String> user = given.text("--jdbc-user");
        Optional<Path> passwordFile = given.path("--jdbc-password-file");
        if (url.isEmpty() && (user.isPresent() || passwordFile.isPresent())) {
            throw new UsageException("--jdbc-user and --jdbc-password-file need --jdbc-url");
        }
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(new Database(JdbcUrl.parse(url.get()), user, passwordFile));
    }

    private static Optional<Tls> tls(Arguments given) throws UsageException {
        Optional<Path> keyStore = given.path("--tls-keystore");
        Optional<Path> passwordFile = given.path("--tls-password-file");
        if (keyStore.isPresent() != passwordFile.isPresent()) {
            throw new UsageException("--tls-keystore and --tls-password-file go together");
        }
        Optional<Integer> mtlsPort = mtlsPort(given);
        if (mtlsPort.isPresent() && keyStore.isEmpty()) {
            throw new UsageException("--mtls-port needs --tls-keystore and --tls-password-file");
        }
        return keyStore.map(file -> new Tls(file, passwordFile.orElseThrow(), mtlsPort));
    }

    private static Optional<Integer> mtlsPort(Arguments given) throws UsageException {
        Optional<String> text = given.text("--mtls-port");
        return text.isEmpty() ? Optional.empty() : Optional.of(port("--mtls-port", text.get()));
    }
}
