package dev.countersign.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The commands besides {@code serve}, in the class loader with the application and the database that {@link Start} has
 * made. Results go to standard output, messages to standard error.
 */
public final class Commands {
    private static final int WRONG_USAGE = 64;
    private static final int FAILED = 1;

    private Commands() {}

    /**
     * Does what one command line asks for.
     *
     * @param application the unpacked WAR
     * @param classPath further places of the application's classes
     * @param version of this product, for people
     * @param keep takes what is to be closed when the process ends
     * @return the exit code
     */
    public static int run(
            Path application, List<Path> classPath, String version, Consumer<AutoCloseable> keep, String... arguments) {
        try {
            return run(Arguments.parse(arguments), version, keep);
        } catch (UsageException e) {
            System.err.println("countersign: " + e.getMessage() + " (see --help)");
            return WRONG_USAGE;
        } catch (StartupException e) {
            System.err.println("countersign: " + e.getMessage());
            return FAILED;
        }
    }

    private static int run(Arguments given, String version, Consumer<AutoCloseable> keep)
            throws UsageException, StartupException {
        switch (given.command()) {
            case SERVE -> throw new IllegalStateException("the launcher serves");
            case BACKUP -> backup(given, version, keep);
            case RESTORE -> restore(given);
            case HASH_SECRET -> hashSecret(given);
            case APPLY -> {
                return Product.apply(given.files(), given.options(), credential(given));
            }
            case LEAKED -> {
                return Product.leaked(given.files(), given.options(), credential(given));
            }
            case IMPORT_KEYCLOAK -> {
                return importKeycloak(given);
            }
            case EXPORT -> export(given);
        }
        return 0;
    }

    private static int importKeycloak(Arguments given) throws UsageException, StartupException {
        if (given.files().size() != 1) {
            throw new UsageException("import-keycloak takes one file");
        }
        boolean fileAlone = given.flag("--dry-run") && given.text("--url").isEmpty();
        return Product.importKeycloak(given.files().get(0), given.options(), fileAlone ? "" : credential(given));
    }

    private static void export(Arguments given) throws UsageException, StartupException {
        Optional<Path> to = given.path("--to");
        boolean named = to.filter(
                        file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json"))
                .isPresent();
        String format = given.text("--format").orElse(named ? "json" : "yaml");
        if (!format.equals("json") && !format.equals("yaml")) {
            throw new UsageException("--format takes yaml or json");
        }
        String clients = Product.export(given.options(), credential(given), format.equals("json"));
        if (to.isEmpty()) {
            // In the platform's own encoding it could not be read again.
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).print(clients);
            return;
        }
        try {
            Files.writeString(to.get(), clients);
        } catch (IOException e) {
            throw new StartupException("cannot write " + to.get() + ": " + Reasons.of(e), e);
        }
    }

    /** The secret of {@code --user}, or else an access token. */
    private static String credential(Arguments given) throws UsageException, StartupException {
        boolean user = given.text("--user").isPresent();
        boolean password = given.text("--password-file").isPresent();
        boolean token = given.text("--token-file").isPresent();
        if (given.text("--url").isEmpty()) {
            throw new UsageException("--url is missing: it takes a URL");
        }
        if (user != password || user == token) {
            throw new UsageException("--user and --password-file are missing, or --token-file in their place");
        }
        return SecretFile.read(
                given.path(token ? "--token-file" : "--password-file").orElseThrow());
    }

    private static void backup(Arguments given, String version, Consumer<AutoCloseable> keep)
            throws UsageException, StartupException {
        Path to = given.path("--to").orElseThrow();
        BackupFile.Facts facts = BackupCommand.run(data(given), to, version, keep);
        System.out.println(
                "Wrote " + to + ", the state of " + facts.takenAt() + ". Keep the key ring in another place.");
    }

    private static void restore(Arguments given) throws UsageException, StartupException {
        DataDirectory data = data(given);
        BackupFile.Facts facts = new RestoreCommand(data, keyRing(data), step -> {})
                .run(given.path("--from").orElseThrow());
        System.out.println("Restored the backup of " + facts.takenAt() + " (Countersign " + facts.product() + ") into "
                + data.path() + ".");
        System.out.println("Access tokens from before are dead: clients fetch new ones.");
        System.out.println("Clients, keys and secrets that were revoked or replaced since " + facts.takenAt()
                + " live again as they were then: revoke them again.");
    }

    private static void hashSecret(Arguments given) throws UsageException, StartupException {
        List<String> made = Product.hashSecret(
                given.text("--client").orElseThrow(), given.path("--master-key").orElseThrow(), StandardInput.secret());
        System.out.println(made.get(0));
        if (made.size() > 1) {
            System.err.println("secret: " + made.get(1) + "   (made now, shown only this once)");
        }
    }

    private static DataDirectory data(Arguments given) throws UsageException {
        return new DataDirectory(given.path("--data").orElseThrow());
    }

    /** Where the server looks for it: the setting comes first. */
    private static Path keyRing(DataDirectory data) throws UsageException {
        Optional<String> setting = OperatorSettings.ofThisProcess().find("masterKey");
        return setting.isEmpty() ? data.keyRing() : Options.path("the setting masterKey", setting.get());
    }
}
