package dev.countersign.launch;

import dev.countersign.text.Redaction;
import dev.countersign.text.UrlHost;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The URL of a PostgreSQL database, without its secrets, so that drivers, pools and messages may repeat it.
 * Immutable.
 *
 * @param shown the address for the driver, without the parameters that hold secrets
 * @param secrets those parameters, decoded, for the driver alone
 */
record JdbcUrl(String shown, Map<String, String> secrets) {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * @throws UsageException when it is no URL of a PostgreSQL database, or has a user before the host, which the
     *     driver would take for a part of the host's name
     */
    static JdbcUrl parse(String text) throws UsageException {
        if (!text.startsWith(POSTGRESQL)) {
            throw new UsageException("--jdbc-url takes a PostgreSQL database, " + POSTGRESQL + "//host/database");
        }
        int query = text.indexOf('?');
        String place = query < 0 ? text : text.substring(0, query);
        if (place.contains("@")) {
            throw new UsageException("--jdbc-url takes no user and password before the host: give them by --jdbc-user"
                    + " and --jdbc-password-file, and an @ in the database's name as %40");
        }
        // The driver takes host names with underscores, which some networks have.
        Optional<String> problem = UrlHost.problem(place.replace('_', '-'));
        if (problem.isPresent()) {
            throw new UsageException("--jdbc-url cannot be used: " + problem.get());
        }
        List<String> parameters = new ArrayList<>();
        Map<String, String> secrets = new TreeMap<>();
        for (String parameter :
                query < 0 ? new String[0] : text.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && Redaction.isSecret(parameter.substring(0, equals))) {
                secrets.put(parameter.substring(0, equals), decoded(parameter.substring(equals + 1)));
            } else {
                parameters.add(parameter);
            }
        }
        return new JdbcUrl(
                parameters.isEmpty() ? place : place + '?' + String.join("&", parameters), Map.copyOf(secrets));
    }

    /** Host and database. */
    String place() {
        return shown.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
        return shown;
    }

    private static String decoded(String value) throws UsageException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--jdbc-url has a parameter that is not percent-encoded as a URL wants it");
        }
    }
}
