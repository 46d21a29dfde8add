package dev.countersign.declare;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets that a realm has of one client: the present one, and the one before it. Immutable.
 *
 * @param remarks why one is not taken
 */
record KeycloakSecrets(List<ImportedSecret> taken, List<String> remarks) {

    /** What 'kc.sh export' never writes, but the console does. */
    private static final String MASK = "**********";

    private static final int MIN_CHARS = 32;
    private static final int MAX_CHARS = 255;

    static KeycloakSecrets of(Map<String, Object> client, Instant now) {
        KeycloakSecrets secrets = new KeycloakSecrets(new ArrayList<>(), new ArrayList<>());
        Map<String, Object> attributes = KeycloakRealm.object(client, "attributes");
        secrets.add(
                "keycloak",
                "its secret",
                client.get("secret") instanceof String secret ? secret : "",
                KeycloakRealm.text(attributes, "client.secret.expiration.time"),
                now);
        if (attributes.get("client.secret.rotated") instanceof String rotated) {
            secrets.add(
                    "keycloak rotated",
                    "its rotated secret",
                    rotated,
                    KeycloakRealm.text(attributes, "client.secret.rotated.expiration.time"),
                    now);
        }
        return secrets;
    }

    /** The length of the shortest one, in bytes; 0: there is none. */
    int shortestBytes() {
        return taken.stream().mapToInt(secret -> secret.value().length()).min().orElse(0);
    }

    private void add(String label, String name, String value, String end, Instant now) {
        Optional<String> problem = problem(value);
        if (problem.isPresent()) {
            remarks.add(name + " is not taken: " + problem.get());
            return;
        }
        Optional<Instant> ends = end.matches("[1-9][0-9]{0,11}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(end)))
                : Optional.empty();
        if (ends.filter(instant -> !instant.isAfter(now)).isPresent()) {
            remarks.add(name + " is not taken: it ended at " + ends.get());
            return;
        }
        taken.add(new ImportedSecret(
                label, value, ends.map(instant -> Duration.ofSeconds(now.until(instant, ChronoUnit.SECONDS)))));
    }

    private static Optional<String> problem(String value) {
        if (value.isEmpty()) {
            return Optional.of("there is none in the file");
        }
        if (value.equals(MASK)) {
            return Optional.of("it is masked; 'kc.sh export' writes it, an export from the console does not");
        }
        if (value.startsWith("${vault.")) {
            return Optional.of("it is in Keycloak's vault");
        }
        if (value.length() < MIN_CHARS || value.length() > MAX_CHARS) {
            return Optional.of("it has " + value.length() + " characters, and not " + MIN_CHARS + " to " + MAX_CHARS);
        }
        boolean plain = value.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        return plain ? Optional.empty() : Optional.of("it has other characters than printable ASCII");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return taken.size() + " secrets";
    }
}
