package dev.countersign.declare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a realm concerns its clients. Unknown members are passed over: each version of Keycloak has others.
 * Immutable.
 */
final class KeycloakRealm {

    /** The scopes that every realm has from the beginning: they are about the users who sign in. */
    private static final Set<String> OF_USERS = Set.of(
            "acr",
            "address",
            "basic",
            "email",
            "microprofile-jwt",
            "offline_access",
            "organization",
            "phone",
            "profile",
            "roles",
            "service_account",
            "web-origins");

    private static final Set<String> OWN_CLIENTS =
            Set.of("account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console");

    private final Map<String, Object> members;
    private final Set<String> shownScopes = new TreeSet<>();
    private final Map<String, Set<String>> roles = new HashMap<>();

    KeycloakRealm(Map<String, Object> members) {
        this.members = members;
        for (Map<String, Object> scope : objects(members, "clientScopes")) {
            String name = text(scope, "name");
            boolean shown = !"false".equals(text(object(scope, "attributes"), "include.in.token.scope"));
            if (shown && "openid-connect".equals(text(scope, "protocol")) && !OF_USERS.contains(name)) {
                shownScopes.add(name);
            }
        }
        for (Map<String, Object> user : objects(members, "users")) {
            String client = text(user, "serviceAccountClientId");
            if (!client.isEmpty()) {
                roles.put(client, roles(user));
            }
        }
    }

    List<Map<String, Object>> clients() {
        return objects(members, "clients");
    }

    /** Whether Keycloak makes this client in each realm, or for each realm. */
    boolean isOwn(String client) {
        boolean ofARealm = "master".equals(text(members, "realm")) && client.endsWith("-realm");
        return OWN_CLIENTS.contains(client) || ofARealm;
    }

    /** Those of the names that access tokens tell of, and that are not about users. */
    List<String> scopes(Map<String, Object> client, String list) {
        return client.get(list) instanceof List<?> names
                ? names.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .filter(shownScopes::contains)
                        .sorted()
                        .toList()
                : List.of();
    }

    /** Those that the service account of a client has, but for what all users have. */
    Set<String> roles(String client) {
        return roles.getOrDefault(client, Set.of());
    }

    private Set<String> roles(Map<String, Object> user) {
        Set<String> names = new TreeSet<>(texts(user.getOrDefault("realmRoles", List.of())));
        names.remove("default-roles-" + text(members, "realm"));
        object(user, "clientRoles")
                .forEach((client, list) -> texts(list).forEach(role -> names.add(client + "/" + role)));
        return names;
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> items
                ? items.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text.strip() : "";
    }

    static boolean flag(Map<String, Object> members, String name) {
        return Boolean.TRUE.equals(members.get(name)) || "true".equals(members.get(name));
    }

    @SuppressWarnings("unchecked") // What StrictJson reads.
    static Map<String, Object> object(Map<String, Object> members, String name) {
        return members.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // What StrictJson reads.
    static List<Map<String, Object>> objects(Map<String, Object> members, String name) {
        List<Map<String, Object>> objects = new ArrayList<>();
        Optional.ofNullable(members.get(name))
                .filter(List.class::isInstance)
                .ifPresent(list -> ((List<?>) list).forEach(item -> {
                    if (item instanceof Map<?, ?> map) {
                        objects.add((Map<String, Object>) map);
                    }
                }));
        return objects;
    }
}
