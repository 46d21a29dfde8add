package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of the command line.
 *
 * @param database where the clients are kept; empty: the embedded database below {@code data}
 * @param auditorPasswordFile with the password of the user {@code auditor}
 * @param tls the server's own certificate; empty: plain HTTP
 */
record Options(
        String host,
        int port,
        Path data,
        Optional<Database> database,
        Optional<Path> auditorPasswordFile,
        Optional<Tls> tls,
        LogFormat log,
        boolean help) {
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
                given.path("--auditor-password-file"),
                tls(given),
                LogFormat.named(given.text("--log-format").orElse("text")),
                given.help());
    }

    /**
     * Checks the values of a command that is not serving, before anything is unpacked.
     *
     * @throws UsageException when a path is none
     */
    static void requireSensible(Command command, String... arguments) throws UsageException {
        Arguments given = Arguments.parse(arguments);
        for (Command.Option option : command.options()) {
            if (option.path()) {
                given.path(option.name());
            }
        }
        given.files();
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

    /** The path that a setting holds. */
    static Path path(String name, String text) throws UsageException {
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
