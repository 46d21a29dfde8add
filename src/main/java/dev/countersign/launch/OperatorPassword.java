package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import java.util.Optional;

/** Reads a person's password that the operator has set, by an environment variable or in a file. Stateless. */
final class OperatorPassword {
    static final int MIN_CHARS = 32;
    private static final int MAX_CHARS = 255;

    private OperatorPassword() {}

    /**
     * The password; empty: none is set.
     *
     * @param direct the variable that holds it
     * @param file the variable that names a file with it
     * @throws StartupException when both are set, when the file cannot be read, and when the password is too short
     */
    static Optional<String> find(OperatorSettings operator, String direct, String file) throws StartupException {
        Optional<String> password = operator.variable(direct);
        Optional<String> path = operator.variable(file);
        if (password.isPresent() && path.isPresent()) {
            throw new StartupException("set " + direct + " or " + file + ", not both");
        }
        return path.isPresent()
                ? Optional.of(checked(file, inFile(file, path.get())))
                : password.isPresent() ? Optional.of(checked(direct, password.get())) : Optional.empty();
    }

    /** @param name of the variable or option that it is from, for the message */
    static String checked(String name, String password) throws StartupException {
        if (!password.matches("[ -~]{" + MIN_CHARS + "," + MAX_CHARS + "}")) {
            throw new StartupException(
                    name + " needs " + MIN_CHARS + " to " + MAX_CHARS + " printable ASCII characters");
        }
        return password;
    }

    private static String inFile(String name, String file) throws StartupException {
        try {
            return SecretFile.read(PlatformPath.parse(file));
        } catch (MalformedException e) {
            throw new StartupException(name + " '" + file + "' " + e.rule());
        }
    }
}
