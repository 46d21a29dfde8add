package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The places in which this deployment's settings may stand, in the order in which they count. */
final class Deployment {

    private static final String PREFIX = "countersign.";
    private static final String JNDI_FOLDER = "java:comp/env/countersign";

    private Deployment() {}

    /** JNDI, {@code web.xml}, system properties, the environment. */
    static List<SettingsSource> sources(
            ServletContext context, Directory directory, Properties properties, Map<String, String> environment) {
        return List.of(
                new SettingsSource(
                        name -> "JNDI name " + JNDI_FOLDER + '/' + name,
                        name -> directory.lookup(JNDI_FOLDER + '/' + name).map(Object::toString),
                        directory.names(JNDI_FOLDER)),
                new SettingsSource(
                        name -> "context-param " + PREFIX + name,
                        name -> Optional.ofNullable(context.getInitParameter(PREFIX + name)),
                        withoutPrefix(Collections.list(context.getInitParameterNames()))),
                new SettingsSource(
                        name -> "system property " + PREFIX + name,
                        name -> Optional.ofNullable(properties.getProperty(PREFIX + name)),
                        withoutPrefix(properties.stringPropertyNames())),
                // Not listed: the environment holds names of the launcher's and of others too.
                new SettingsSource(
                        name -> "environment variable " + variable(name),
                        name -> Optional.ofNullable(environment.get(variable(name))),
                        Set.of()));
    }

    /** {@code clientCacheTtl} is {@code COUNTERSIGN_CLIENT_CACHE_TTL} in the environment. */
    static String variable(String name) {
        return "COUNTERSIGN_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static Set<String> withoutPrefix(Iterable<String> names) {
        Set<String> own = new TreeSet<>();
        for (String name : names) {
            if (name.startsWith(PREFIX)) {
                own.add(name.substring(PREFIX.length()));
            }
        }
        return own.stream().collect(Collectors.toUnmodifiableSet());
    }
}
