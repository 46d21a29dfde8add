package dev.countersign.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The password of {@code admin}: set by the operator, or made at the first start and shown once.
 *
 * <p>A first start may be cut off anywhere, after the store has already made the client {@code admin} with this
 * password: a second one would then open the console, but not the client. So the password waits in a file of the
 * owner's until it has been shown, and a start that finds the file goes on with it. After that only a hash is left.
 */
final class AdministratorPassword {
    private static final String VARIABLE = "COUNTERSIGN_ADMIN_PASSWORD";
    private static final int SHORTEST = 32;
    private static final int LONGEST = 255;
    private static final int RANDOM_BYTES = 32;

    private final DataDirectory data;
    private final PasswordHash hash;
    private final Optional<String> secret;
    private final Origin origin;

    private enum Origin {
        SET,
        KEPT,
        FIRST,
        /** The hash was taken away to get a new password; the store has had its first administrator long ago. */
        REPLACED
    }

    private AdministratorPassword(DataDirectory data, PasswordHash hash, Optional<String> secret, Origin origin) {
        this.data = data;
        this.hash = hash;
        this.secret = secret;
        this.origin = origin;
    }

    static AdministratorPassword find(DataDirectory data, OperatorSettings operator) throws StartupException {
        Optional<String> set = operatorsOwn(operator);
        if (set.isPresent()) {
            return new AdministratorPassword(data, PasswordHash.of(set.get()), set, Origin.SET);
        }
        Optional<String> waiting = data.read(data.firstPassword());
        Optional<String> stored = data.read(data.administrator());
        if (waiting.isEmpty() && stored.isPresent()) {
            return new AdministratorPassword(data, parse(data, stored.get()), Optional.empty(), Origin.KEPT);
        }
        String password = waiting.filter(text -> text.length() >= SHORTEST).orElseGet(AdministratorPassword::random);
        Origin origin = waiting.isEmpty() && Files.exists(data.databaseFile()) ? Origin.REPLACED : Origin.FIRST;
        data.write(data.firstPassword(), password);
        return new AdministratorPassword(data, PasswordHash.of(password), Optional.of(password), origin);
    }

    PasswordHash hash() {
        return hash;
    }

    /** For the store, where it has no administrator client yet. */
    Optional<String> bootstrapSecret() {
        return secret;
    }

    /** What the operator does not know yet. */
    Optional<String> toShow() {
        return secret.filter(password -> origin != Origin.SET);
    }

    /** Whether the client {@code admin} has this password too. */
    boolean isClients() {
        return origin == Origin.FIRST;
    }

    /** The server serves: from now on the hash counts. */
    void keepHash() throws StartupException {
        if (secret.isPresent()) {
            data.write(data.administrator(), hash.encoded());
        }
    }

    /** The operator has it, so that nobody needs the file any more. */
    void forget() throws StartupException {
        try {
            Files.deleteIfExists(data.firstPassword());
        } catch (IOException e) {
            throw StartupException.because("cannot delete " + data.firstPassword(), e);
        }
    }

    private static Optional<String> operatorsOwn(OperatorSettings operator) throws StartupException {
        Optional<String> direct = operator.variable(VARIABLE);
        Optional<String> file = operator.variable(VARIABLE + "_FILE");
        if (direct.isPresent() && file.isPresent()) {
            throw new StartupException("set " + VARIABLE + " or " + VARIABLE + "_FILE, not both");
        }
        String name = direct.isPresent() ? VARIABLE : VARIABLE + "_FILE";
        Optional<String> password = file.isPresent() ? Optional.of(SecretFile.read(Path.of(file.get()))) : direct;
        if (password.isPresent() && !password.get().matches("[ -~]{" + SHORTEST + "," + LONGEST + "}")) {
            throw new StartupException(name + " needs " + SHORTEST + " to " + LONGEST + " printable ASCII characters");
        }
        return password;
    }

    private static PasswordHash parse(DataDirectory data, String stored) throws StartupException {
        return PasswordHash.parse(stored)
                .orElseThrow(() -> new StartupException(
                        data.administrator() + " is damaged; without this file the next start makes a new password"));
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
