package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.json.JsonUtil;

/** The keys that are registered for one client, as its administrator sees and changes them. Immutable. */
record RegisteredKeys(Administrator administrator, String client) {

    /** A new client that has none yet. */
    static RegisteredKeys ofNew(Administrator administrator, String client) throws Exception {
        HttpResponse<String> created = administrator.post(
                "/clients", "{\"client_id\":\"" + client + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return new RegisteredKeys(administrator, client);
    }

    /** Returns the warnings; fails when it is not taken. */
    List<?> add(String format, String file, boolean force) throws Exception {
        HttpResponse<String> answer = administrator.upload(client, format, file, force);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return (List<?>) JsonUtil.parseJson(answer.body()).get("warnings");
    }

    List<?> add(String format, String file) throws Exception {
        return add(format, file, false);
    }

    /** In the order in which they came. */
    List<String> ids() throws Exception {
        return all().stream().map(key -> String.valueOf(key.get("id"))).toList();
    }

    Optional<String> lastUsed(String id) throws Exception {
        return all().stream()
                .filter(key -> id.equals(key.get("id")))
                .map(key -> Optional.ofNullable((String) key.get("last_used_at")))
                .findFirst()
                .orElseThrow();
    }

    void remove(String id) throws Exception {
        assertThat(administrator
                        .delete("/clients/" + client + "/certificates/" + id)
                        .statusCode())
                .isEqualTo(204);
    }

    /** As JSON has them. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> all() throws Exception {
        return (List<Map<String, Object>>)
                JsonUtil.parseJson(administrator.get("/clients/" + client).body())
                        .get("certificates");
    }
}
