package dev.countersign.launch;

import dev.countersign.text.Redaction;
import dev.countersign.text.UrlHost;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The URL of a PostgreSQL or MariaDB database, without its secrets, so that drivers, pools and messages may repeat it.
 * Immutable.
 *
 * @param kind whose driver it is for
 * @param shown the address for the driver, without the parameters that hold secrets
 * @param secrets those parameters, decoded, for the driver alone
 */
record JdbcUrl(Kind kind, String shown, Map<String, String> secrets) {

    /** A database that the WAR brings a driver for. */
    enum Kind {
        POSTGRESQL("jdbc:postgresql:"),
        MARIADB("jdbc:mariadb:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * @throws UsageException when it is no URL of such a database, or has a user before the host, which the driver
     *     would take for a part of the host's name
     */
    static JdbcUrl parse(String text) throws UsageException {
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> text.startsWith(each.prefix))
                .findFirst()
                .orElseThrow(() -> new UsageException("--jdbc-url takes a PostgreSQL or a MariaDB database, "
                        + Arrays.stream(Kind.values())
                                .map(each -> each.prefix + "//host/database")
                                .collect(Collectors.joining(" or "))));
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
                secrets.put(parameter.substring(0, equals), value(kind, parameter.substring(equals + 1)));
            } else {
                parameters.add(parameter);
            }
        }
        return new JdbcUrl(
                kind, parameters.isEmpty() ? place : place + '?' + String.join("&", parameters), Map.copyOf(secrets));
    }

    /** Host and database. */
    String place() {
        return shown.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
        return shown;
    }

    /** As the driver itself would read it: MariaDB's decodes nothing. */
    private static String value(Kind kind, String value) throws UsageException {
        return kind == Kind.MARIADB ? value : decoded(value);
    }

    private static String decoded(String value) throws UsageException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--jdbc-url has a parameter that is not percent-encoded as a URL wants it");
        }
    }
}
