package dev.countersign.boot;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which environment variables are meant for Countersign. Stateless. */
final class EnvironmentNames {

    /** In any case, and with the dot of a system property: these are typing errors too. */
    private static final Pattern OURS = Pattern.compile("countersign[._].+", Pattern.CASE_INSENSITIVE);

    /**
     * What Kubernetes sets for each service of the namespace, here for one named {@code countersign} or
     * {@code countersign-...}: {@code COUNTERSIGN_SERVICE_HOST}, {@code COUNTERSIGN_SERVICE_PORT_HTTP},
     * {@code COUNTERSIGN_PORT_8080_TCP_ADDR}.
     */
    private static final Pattern SERVICE = Pattern.compile("COUNTERSIGN_([A-Z0-9_]+_)?"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    /** The same, told from a typing error by its value: {@code COUNTERSIGN_PORT=tcp://10.0.0.1:8080}. */
    private static final Pattern SERVICE_PORT = Pattern.compile("COUNTERSIGN_([A-Z0-9_]+_)?PORT");

    private static final Pattern SERVICE_PORT_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

    private EnvironmentNames() {}

    /** The names that begin with our prefix and are no variables of a service; empty ones count as not set. */
    static Set<String> ours(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(entry -> OURS.matcher(entry.getKey()).matches())
                .filter(entry -> !entry.getValue().isBlank())
                .filter(entry -> !isOfService(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isOfService(String name, String value) {
        return SERVICE.matcher(name).matches()
                || (SERVICE_PORT.matcher(name).matches()
                        && SERVICE_PORT_VALUE.matcher(value).matches());
    }
}
