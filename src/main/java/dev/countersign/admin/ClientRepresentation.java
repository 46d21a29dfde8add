package dev.countersign.admin;

import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the interface shows of a client, under the registered metadata names (RFC 7591, section 2). Never a secret, never a hash.
 * Immutable.
 *
 * @param certificates shows each of the registered keys
 * @param clientsPath the path of the list of clients, below which each client has its own
 */
record ClientRepresentation(MethodCatalog catalog, CertificateRepresentation certificates, String clientsPath) {

    /** Members that say how things are; whoever sends them back has to send them as they are. */
    static final Set<String> READ_ONLY =
            Set.of("secrets", "certificates", "version", "created_at", "updated_at", "links");

    /** Every member that a client has whatever its method. */
    static final Set<String> MEMBERS = Set.of(
            "client_id",
            "client_name",
            "description",
            "access_type",
            "enabled",
            "token_endpoint_auth_method",
            "scope",
            "audience",
            "administrator",
            "secrets",
            "certificates",
            "version",
            "created_at",
            "updated_at",
            "links",
            "client_secret");

    Map<String, Object> of(Client client) {
        return of(client, certificates::of);
    }

    /** As a line of a list: of a certificate only what need not be read out of it, for there may be thousands. */
    Map<String, Object> line(Client client) {
        return of(client, CertificateRepresentation::stored);
    }

    private Map<String, Object> of(Client client, Function<ClientCertificate, Map<String, Object>> certificate) {
        ClientProfile profile = client.profile();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client_id", client.id().value());
        members.put("client_name", profile.name());
        members.put("description", profile.description());
        members.put("access_type", profile.accessType().wireName());
        members.put("enabled", profile.enabled());
        members.put("token_endpoint_auth_method", profile.method().name());
        members.put("scope", profile.scopes().toString());
        members.put("audience", profile.audience());
        members.put("administrator", profile.administrator());
        for (PropertyDescription property : catalog.propertiesOf(profile.method())) {
            String value = profile.properties().get(property.name());
            if (value != null) {
                members.put(property.name(), shown(property, value));
            }
        }
        members.put("secrets", secrets(client.secrets()));
        members.put(
                "certificates", client.certificates().stream().map(certificate).toList());
        members.put("version", client.version());
        members.put("created_at", client.createdAt().toString());
        members.put("updated_at", client.updatedAt().toString());
        members.put("links", Map.of("self", path(client)));
        return members;
    }

    private static Object shown(PropertyDescription property, String value) {
        return property.type() == PropertyDescription.Type.JSON
                ? JsonObjectReader.read(value.getBytes(StandardCharsets.UTF_8))
                : value;
    }

    String path(Client client) {
        return clientsPath + "/" + ClientPath.segment(client.id());
    }

    String path(Client client, ClientCertificate certificate) {
        return path(client) + "/certificates/" + certificate.id();
    }

    Answer answer(int status, Client client) {
        return answer(status, client, of(client));
    }

    Answer answer(int status, Client client, Map<String, Object> members) {
        return Answer.json(status, members).with("ETag", Precondition.entityTag(client));
    }

    static Map<String, Object> secret(ClientSecret secret) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", secret.id());
        members.put("label", secret.label());
        members.put("created_at", secret.createdAt().toString());
        secret.expiresAt().ifPresent(at -> members.put("expires_at", at.toString()));
        secret.lastUsedAt().ifPresent(at -> members.put("last_used_at", at.toString()));
        return members;
    }

    private static List<Map<String, Object>> secrets(List<ClientSecret> secrets) {
        return secrets.stream().map(ClientRepresentation::secret).toList();
    }
}
