package com.example.ldap;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Where the directory is and how it is asked. Immutable.
 *
 * @param url {@code ldaps} only, with host and port
 * @param base the clients are anywhere below this entry
 * @param user whom the store signs in as; may read the clients, and needs no other right
 * @param passwordFile the user's password, on its first line; read for each new connection, so that it can be changed
 * @param trust a file with the certificates that the server's is checked by, PEM; empty: those of the Java platform
 * @param connections at most this many at once
 * @param timeout of a whole look-up, waiting for a connection included
 */
record LdapSettings(
        String url,
        LdapName base,
        String user,
        Path passwordFile,
        Optional<Path> trust,
        int connections,
        Duration timeout) {

    private static final int MAX_CONNECTIONS = 100;
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(5);

    /** @throws IllegalArgumentException with a text that says what is wrong */
    LdapSettings {
        URI server = URI.create(url);
        if (!"ldaps".equals(server.getScheme())
                || server.getHost() == null
                || !server.getPath().isEmpty()) {
            throw new IllegalArgumentException("url: ldaps://host:port is needed, and this is " + url);
        }
        if (user.isEmpty()) {
            throw new IllegalArgumentException("user: the name of an entry is needed");
        }
        if (connections < 1 || connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException("connections: from 1 to " + MAX_CONNECTIONS);
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: from PT0.001S to " + MAX_TIMEOUT);
        }
    }

    /**
     * Reads them from what the server was given.
     *
     * @param values by the names that the components have here
     * @throws IllegalArgumentException with a text that says what is wrong
     */
    static LdapSettings of(Function<String, Optional<String>> values) {
        try {
            return new LdapSettings(
                    required("url", values),
                    new LdapName(required("base", values)),
                    required("user", values),
                    Path.of(required("passwordFile", values)),
                    values.apply("trust").map(Path::of),
                    values.apply("connections").map(Integer::valueOf).orElse(8),
                    values.apply("timeout").map(Duration::parse).orElse(Duration.ofSeconds(2)));
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("base: the name of an entry is needed", e);
        }
    }

    private static String required(String name, Function<String, Optional<String>> values) {
        return values.apply(name).orElseThrow(() -> new IllegalArgumentException(name + ": is missing"));
    }
}
