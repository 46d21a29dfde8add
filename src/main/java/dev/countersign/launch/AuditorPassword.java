package dev.countersign.launch;

import dev.countersign.text.SettingName;
import java.nio.file.Path;
import java.util.Optional;

/** The password of {@code auditor}: set by the operator at each start, or there is no such person. Stateless. */
final class AuditorPassword {
    private static final String OPTION = "--auditor-password-file";

    private AuditorPassword() {}

    /**
     * The hash of the password; empty: there is no auditor.
     *
     * @param file that the command line names
     * @param administrator the hash of the administrator's password, which must be another one
     * @throws StartupException when it is set twice, cannot be read, or cannot be used
     */
    static Optional<PasswordHash> find(Optional<Path> file, OperatorSettings operator, PasswordHash administrator)
            throws StartupException {
        Optional<String> set =
                OperatorPassword.find(operator, SettingName.AUDITOR_PASSWORD, SettingName.AUDITOR_PASSWORD_FILE);
        if (set.isPresent() && file.isPresent()) {
            throw new StartupException("give " + OPTION + " or " + SettingName.AUDITOR_PASSWORD + " (_FILE), not both");
        }
        Optional<String> password =
                file.isPresent() ? Optional.of(OperatorPassword.checked(OPTION, SecretFile.read(file.get()))) : set;
        if (password.filter(administrator::matches).isPresent()) {
            throw new StartupException("the auditor's password is the administrator's: choose another one");
        }
        return password.map(PasswordHash::of);
    }
}
