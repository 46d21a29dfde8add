package dev.countersign.launch;

import dev.countersign.text.SettingName;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The password of {@code admin}: set by the operator, or made at the first start and shown once.
 *
 * <p>A first start may be cut off anywhere, after the store has already made the client {@code admin} with this
 * password: another one would then open the console, but not authenticate the client. So the password is kept in a file
 * that only its owner can read until it has been shown, and a start that finds the file uses it. After that only a hash
 * is left.
 */
final class AdministratorPassword {
    private static final int RANDOM_BYTES = 32;

    private final DataDirectory data;
    private final PasswordHash hash;
    private final Optional<String> secret;
    private final Origin origin;

    private enum Origin {
        SET,
        KEPT,
        FIRST,
        /** The operator deleted the hash to get a new password; the store already has its first administrator. */
        REPLACED
    }

    private AdministratorPassword(DataDirectory data, PasswordHash hash, Optional<String> secret, Origin origin) {
        this.data = data;
        this.hash = hash;
        this.secret = secret;
        this.origin = origin;
    }

    static AdministratorPassword find(DataDirectory data, OperatorSettings operator) throws StartupException {
        Optional<String> set =
                OperatorPassword.find(operator, SettingName.ADMIN_PASSWORD, SettingName.ADMIN_PASSWORD_FILE);
        if (set.isPresent()) {
            return new AdministratorPassword(data, PasswordHash.of(set.get()), set, Origin.SET);
        }
        Optional<String> waiting = data.read(data.firstPassword());
        Optional<String> stored = data.read(data.administrator());
        if (waiting.isEmpty() && stored.isPresent()) {
            return new AdministratorPassword(data, parse(data, stored.get()), Optional.empty(), Origin.KEPT);
        }
        String password = waiting.filter(text -> text.length() >= OperatorPassword.MIN_CHARS)
                .orElseGet(AdministratorPassword::random);
        Origin origin = waiting.isEmpty() && Files.exists(data.databaseFile()) ? Origin.REPLACED : Origin.FIRST;
        data.write(data.firstPassword(), password);
        return new AdministratorPassword(data, PasswordHash.of(password), Optional.of(password), origin);
    }

    PasswordHash hash() {
        return hash;
    }

    /** For a store that has no administrator client yet. */
    Optional<String> bootstrapSecret() {
        return secret;
    }

    /** The password to show, when the operator does not know it yet. */
    Optional<String> toShow() {
        return secret.filter(password -> origin != Origin.SET);
    }

    /** Whether the client {@code admin} has this password too. */
    boolean isClients() {
        return origin == Origin.FIRST;
    }

    /** Called when the server serves: writes the hash, which counts from now on. */
    void keepHash() throws StartupException {
        if (secret.isPresent()) {
            data.write(data.administrator(), hash.encoded());
        }
    }

    /** Deletes the file: the operator has seen the password. */
    void forget() throws StartupException {
        try {
            Files.deleteIfExists(data.firstPassword());
        } catch (IOException e) {
            throw StartupException.because("cannot delete " + data.firstPassword(), e);
        }
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
