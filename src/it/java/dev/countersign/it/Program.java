package dev.countersign.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A program beside Java that tests call. Where one is missing the test is skipped, and {@link MissingPrograms} says so
 * at the end of the build; with the system property {@code allPrograms} the test fails instead.
 */
public enum Program {
    BASH("bash", "bash"),
    OPENSSL("openssl", "openssl"),
    CURL("curl", "curl"),
    JQ("jq", "jq"),
    CHROMIUM("chromium, and none could be fetched", "chromium-headless-shell"),
    POSTGRESQL("/usr/lib/postgresql", "postgresql"),
    MARIADB("/usr/sbin/mariadbd", "mariadb-server"),
    PGBOUNCER("/usr/sbin/pgbouncer", "pgbouncer"),
    NGINX("/usr/sbin/nginx", "nginx"),
    HAPROXY("/usr/sbin/haproxy", "haproxy lua-socket"),
    APACHE("/usr/sbin/apache2", "apache2"),
    GIT("git", "git"),
    NODE("node", "nodejs (Debian 12 has 18; 20 and newer: https://nodejs.org)"),
    NPM("npm", "npm"),
    SLAPD("/usr/sbin/slapd", "slapd"),
    PROMETHEUS("/usr/bin/prometheus", "prometheus"),
    SYSTEMD_ANALYZE("/usr/bin/systemd-analyze", "systemd"),
    FAKETIME("faketime", "faketime"),
    MOUNT("mount, and the right to mount a tmpfs", "mount, and be root");

    /** A line for each test that was skipped. */
    static final Path REPORT = Path.of("target/missing-programs.txt");

    private static final Pattern VERSION = Pattern.compile("v?([0-9]+)\\.");

    private final String place;
    private final String packages;

    /** @param place an absolute path, or a name on the {@code PATH} */
    Program(String place, String packages) {
        this.place = place;
        this.packages = packages;
    }

    /** Those that the lines of a shell script call. */
    public static void requireFor(String script) {
        BASH.require();
        for (Program program : new Program[] {OPENSSL, CURL, JQ}) {
            if (Pattern.compile("\\b" + program.place + "\\b").matcher(script).find()) {
                program.require();
            }
        }
    }

    /**
     * The same where its version is lower than this one: {@code --version} says {@code v18.19.0}, say.
     *
     * @param major the first number of the lowest version that will do
     */
    public void require(int major) throws IOException, InterruptedException {
        require();
        Process process =
                new ProcessBuilder(place, "--version").redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        Matcher version = VERSION.matcher(said);
        if (!version.lookingAt() || Integer.parseInt(version.group(1)) < major) {
            throw missing("version " + major + " or newer is needed, and this one is " + said);
        }
    }

    /** Skips the test, or fails it with {@code allPrograms}, when the program is missing. */
    public void require() {
        if (!isThere()) {
            throw missing();
        }
    }

    /** To be thrown where the program turned out to be missing. */
    public RuntimeException missing() {
        return missing("a program is missing");
    }

    private RuntimeException missing(String why) {
        if (Boolean.getBoolean("allPrograms")) {
            return new IllegalStateException(why + ", and -DallPrograms=true allows no skip: " + hint());
        }
        try {
            Files.createDirectories(Path.of("target"));
            Files.writeString(REPORT, name() + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Assumptions.abort("SKIPPED, " + why + ": " + hint());
    }

    /** An absolute path, or a name on the {@code PATH}. */
    public String place() {
        return place;
    }

    String hint() {
        return name().toLowerCase(Locale.ROOT) + " (" + place + "); Debian: apt-get install " + packages;
    }

    private boolean isThere() {
        Path path = Path.of(place);
        return path.isAbsolute()
                ? Files.exists(path)
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, place)));
    }
}
