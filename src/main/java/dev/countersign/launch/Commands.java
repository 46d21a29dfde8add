package dev.countersign.launch;

import java.nio.file.Path;
import java.util.List;
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
                return Product.apply(
                        given.files(), server(given), given.flag("--dry-run"), given.path("--secrets"));
            }
            case EXPORT -> System.out.print(Product.export(server(given)));
        }
        return 0;
    }

    private static Product.Server server(Arguments given) throws UsageException, StartupException {
        return new Product.Server(
                given.text("--url").orElseThrow(),
                given.text("--user").orElseThrow(),
                SecretFile.read(given.path("--password-file").orElseThrow()));
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
