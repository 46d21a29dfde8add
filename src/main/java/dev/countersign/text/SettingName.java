package dev.countersign.text;

import java.util.Locale;

/**
 * The names of a setting outside of the application: system property, context parameter, environment variable. Shared
 * with the launcher. Stateless.
 */
public final class SettingName {

    /** The prefix of a system property or a {@code context-param}. */
    public static final String PREFIX = "countersign.";

    /** The prefix of an environment variable. */
    public static final String ENVIRONMENT_PREFIX = "COUNTERSIGN_";

    /** The environment variables that the launcher reads, and that are no settings. */
    public static final String ADMIN_PASSWORD = ENVIRONMENT_PREFIX + "ADMIN_PASSWORD";

    public static final String ADMIN_PASSWORD_FILE = ADMIN_PASSWORD + "_FILE";

    public static final String AUDITOR_PASSWORD = ENVIRONMENT_PREFIX + "AUDITOR_PASSWORD";

    public static final String AUDITOR_PASSWORD_FILE = AUDITOR_PASSWORD + "_FILE";

    private SettingName() {}

    /**
     * Whether a value is one: an empty system property or environment variable counts as not set, since service files,
     * shells and compose files pass on what is not set as an empty text.
     */
    public static boolean isSet(String value) {
        return !value.isBlank();
    }

    /** {@code clientCacheTtl} is {@code COUNTERSIGN_CLIENT_CACHE_TTL} in the environment. */
    public static String environmentVariable(String setting) {
        return ENVIRONMENT_PREFIX + setting.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
