package dev.countersign.declare;

import dev.countersign.text.JsonNull;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What of a client's REST representation is declared, and what is meant where nothing is. Stateless. */
final class Representation {

    /** The client's property that only a person grants. */
    static final String ADMINISTRATOR = "administrator";

    /** The name of the list that a client belongs to. */
    static final String MANAGED_BY = "managed_by";

    /** Never declared and never touched: it belongs to the client as it is on one server. */
    static final Set<String> SERVER_OWNED =
            Set.of("secrets", "version", "created_at", "updated_at", "links", "tokens_not_before");

    /** What an absent member means, as for a new client. Members that are not here have no value then. */
    private static final Map<String, Object> DEFAULTS = defaults();

    private Representation() {}

    /** All that a client is to have: the declared members, and the defaults of the others. */
    static Map<String, Object> whole(Map<String, Object> declared) {
        Map<String, Object> whole = new LinkedHashMap<>(DEFAULTS);
        declared.forEach((name, value) -> {
            if (value != JsonNull.NULL) {
                whole.put(name, value);
            }
        });
        return whole;
    }

    /** Whether such a client has secrets, as far as its method's name tells. */
    static boolean usesSecrets(Map<String, Object> members) {
        return "confidential".equals(members.get("access_type"))
                && String.valueOf(members.get("token_endpoint_auth_method")).startsWith("client_secret_");
    }

    /** What declares a client as it is: without what the server owns, and without what is the default anyway. */
    static Map<String, Object> declaring(Map<String, Object> present) {
        Map<String, Object> members = new LinkedHashMap<>(present);
        members.keySet().removeAll(SERVER_OWNED);
        List<Map<String, Object>> keys =
                KeyDeclarations.declaring(members.getOrDefault(KeyDeclarations.MEMBER, List.of()));
        members.remove(KeyDeclarations.MEMBER);
        if (!keys.isEmpty()) {
            members.put(KeyDeclarations.MEMBER, keys);
        }
        members.entrySet().removeIf(member -> member.getValue().equals(DEFAULTS.get(member.getKey())));
        return members;
    }

    /** Whether two values of a member mean the same to the server. */
    static boolean same(String name, Object a, Object b) {
        return a.equals(b) || meaning(name, a).equals(meaning(name, b));
    }

    private static Object meaning(String name, Object value) {
        if (name.equals("scope") && value instanceof String words) {
            return new TreeSet<>(List.of(words.trim().split(" +", -1)));
        }
        if (name.equals("token_lifetime") && value instanceof String text) {
            try {
                return Duration.parse(text);
            } catch (DateTimeException e) {
                // The server refuses it, and says what is allowed.
                return text;
            }
        }
        return value;
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("client_name", "");
        defaults.put("description", "");
        defaults.put("access_type", "confidential");
        defaults.put("enabled", true);
        defaults.put("token_endpoint_auth_method", "client_secret_basic");
        defaults.put("scope", "");
        defaults.put("audience", List.of());
        defaults.put(ADMINISTRATOR, false);
        defaults.put("grant_types", List.of("client_credentials"));
        defaults.put("introspection", false);
        defaults.put("auditor", false);
        defaults.put("allowed_sources", List.of());
        defaults.put("tls_client_certificate_bound_access_tokens", false);
        return Map.copyOf(defaults);
    }
}
