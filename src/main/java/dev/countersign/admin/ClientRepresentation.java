package dev.countersign.admin;

import dev.countersign.auth.PropertyDescription;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Replacement;
import dev.countersign.client.TokenRules;
import dev.countersign.manage.KeyDescriber;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The JSON representation of a client, with the registered metadata names (RFC 7591, section 2). Contains no secret and
 * no hash. Immutable.
 *
 * @param describer parses each of the registered keys
 */
record ClientRepresentation(MethodCatalog catalog, KeyDescriber describer) {

    /** Read-only members: a replacement has to contain them unchanged, or not at all. */
    static final Set<String> READ_ONLY =
            Set.of("secrets", "certificates", "version", "created_at", "updated_at", "links");

    /** The members that clients have with any method. */
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
            "grant_types",
            "token_lifetime",
            "introspection",
            TokenRulesForm.CERTIFICATE_BOUND,
            TokenRulesForm.NOT_BEFORE,
            AccessRulesForm.AUDITOR,
            AccessRulesForm.ALLOWED_SOURCES,
            AccessRulesForm.MANAGED_BY,
            "secrets",
            "certificates",
            "version",
            "created_at",
            "updated_at",
            "links",
            "client_secret");

    /**
     * @param path of the client
     */
    Map<String, Object> of(Client client, String path) {
        boolean inUse = catalog.usesRegisteredKeys(client.profile());
        return of(client, path, certificate -> CertificateRepresentation.of(certificate, inUse, describer));
    }

    /** As a line of a list: certificates are not decoded for it, as there may be thousands. */
    Map<String, Object> line(Client client, String path) {
        boolean inUse = catalog.usesRegisteredKeys(client.profile());
        return of(client, path, certificate -> CertificateRepresentation.stored(certificate, inUse));
    }

    /** As a line of a list, and with the registered keys in PEM. */
    Map<String, Object> lineWithKeys(Client client, String path) {
        boolean inUse = catalog.usesRegisteredKeys(client.profile());
        return of(client, path, certificate -> CertificateRepresentation.withPem(certificate, inUse));
    }

    private Map<String, Object> of(
            Client client, String path, Function<ClientCertificate, CertificateRepresentation> certificate) {
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
        AccessRulesForm.write(profile.access(), members);
        TokenRules tokens = profile.tokens();
        members.put("grant_types", tokens.grantTypes());
        tokens.lifetime().ifPresent(lifetime -> members.put("token_lifetime", DurationText.of(lifetime)));
        members.put("introspection", tokens.introspection());
        members.put(TokenRulesForm.CERTIFICATE_BOUND, tokens.certificateBound());
        tokens.notBefore().ifPresent(moment -> members.put(TokenRulesForm.NOT_BEFORE, moment.toString()));
        for (PropertyDescription property : catalog.propertiesOf(profile.method())) {
            String value = profile.properties().get(property.name());
            if (value != null) {
                members.put(property.name(), shown(property, value));
            }
        }
        members.put("secrets", client.secrets().stream().map(ShownSecret::of).toList());
        members.put(
                "certificates", client.certificates().stream().map(certificate).toList());
        members.put("version", client.version());
        members.put("created_at", client.createdAt().toString());
        members.put("updated_at", client.updatedAt().toString());
        members.put("links", Map.of("self", path));
        return members;
    }

    private static Object shown(PropertyDescription property, String value) {
        return property.type() == PropertyDescription.Type.JSON
                ? JsonText.read(value.getBytes(StandardCharsets.UTF_8))
                : value;
    }

    static Answer answer(int status, Client client, Map<String, Object> members) {
        return Answer.json(status, members).with("ETag", Precondition.entityTag(client));
    }

    /** A secret, without its value and its hash. */
    @JsonbPropertyOrder({"id", "label", "createdAt", "expiresAt", "lastUsedAt", "replacedBy", "unusedFor"})
    public record ShownSecret(
            String id,
            String label,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> lastUsedAt,
            Optional<String> replacedBy,
            Optional<String> unusedFor) {

        private static ShownSecret of(ClientSecret secret) {
            return new ShownSecret(
                    secret.id(),
                    secret.label(),
                    secret.createdAt(),
                    secret.expiresAt(),
                    secret.lastUsedAt(),
                    secret.replacement().map(Replacement::replacedBy),
                    secret.replacement().map(how -> DurationText.of(how.unusedFor())));
        }
    }
}
