package dev.countersign.declare;

import dev.countersign.client.ClientId;
import dev.countersign.text.ShownText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** One client of a realm: what is taken of it, what is not, and why. Immutable. */
final class KeycloakClient {

    private static final Duration MIN_LIFETIME = Duration.ofMinutes(1);
    private static final Duration MAX_LIFETIME = Duration.ofHours(1);

    private final KeycloakRealm realm;
    private final Map<String, Object> source;
    private final Map<String, Object> attributes;
    private final String id;
    private final Map<String, Object> declared = new LinkedHashMap<>();
    private final List<ImportedSecret> secrets = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Optional<String> refusal;

    /** @param source as the realm has it */
    KeycloakClient(KeycloakRealm realm, Map<String, Object> source, Instant now) {
        this.realm = realm;
        this.source = source;
        this.attributes = KeycloakRealm.object(source, "attributes");
        this.id = KeycloakRealm.text(source, "clientId");
        this.refusal = refusal().or(() -> taken(now));
    }

    String id() {
        return id;
    }

    boolean taken() {
        return refusal.isEmpty();
    }

    /** The members of its representation. */
    Map<String, Object> declared() {
        return Map.copyOf(declared);
    }

    List<ImportedSecret> secrets() {
        return List.copyOf(secrets);
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (refusal.isPresent()) {
            lines.add(ShownText.quoted(id) + ": not taken, " + refusal.get());
            return lines;
        }
        String scope = String.valueOf(declared.getOrDefault("scope", ""));
        lines.add(ShownText.quoted(id) + ": " + declared.get("token_endpoint_auth_method")
                + (secrets.isEmpty() ? "" : ", secrets: " + secrets.size())
                + (scope.isEmpty() ? "" : ", scope " + ShownText.quoted(scope)));
        remarks.forEach(remark -> lines.add("    " + remark));
        return lines;
    }

    private Optional<String> refusal() {
        if (realm.isOwn(id)) {
            return Optional.of("it is Keycloak's own");
        }
        String protocol = KeycloakRealm.text(source, "protocol");
        if (!protocol.isEmpty() && !protocol.equals("openid-connect")) {
            return Optional.of("its protocol is " + ShownText.quoted(protocol));
        }
        if (KeycloakRealm.flag(source, "publicClient")) {
            return Optional.of("a public client has no credentials");
        }
        if (KeycloakRealm.flag(source, "bearerOnly")) {
            return Optional.of("a bearer-only client has no credentials that it signs in with");
        }
        try {
            new ClientId(id);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("its id cannot be one here: " + e.getMessage());
        }
    }

    /** @return why it is not taken after all */
    private Optional<String> taken(Instant now) {
        declared.put("client_id", id);
        put("client_name", KeycloakRealm.text(source, "name"));
        put("description", KeycloakRealm.text(source, "description"));
        declared.put("enabled", !Boolean.FALSE.equals(source.get("enabled")));
        String authenticator = KeycloakRealm.text(source, "clientAuthenticatorType");
        Optional<String> lost = switch (authenticator) {
            case "client-secret", "" -> secret(now);
            case "client-secret-jwt" -> secretJwt(now);
            case "client-jwt" -> signedJwt();
            case "client-x509" -> certificate();
            default -> Optional.of("its authenticator " + ShownText.quoted(authenticator) + " has no like here");
        };
        if (lost.isEmpty()) {
            scopes();
            tokens();
        }
        return lost;
    }

    private Optional<String> secret(Instant now) {
        boolean post = KeycloakRealm.text(attributes, "client.secret.authentication.allowed.method")
                .equals("client_secret_post");
        declared.put("token_endpoint_auth_method", post ? "client_secret_post" : "client_secret_basic");
        KeycloakSecrets found = KeycloakSecrets.of(source, now);
        secrets.addAll(found.taken());
        remarks.addAll(found.remarks());
        return Optional.empty();
    }

    private Optional<String> secretJwt(Instant now) {
        declared.put("token_endpoint_auth_method", "client_secret_jwt");
        KeycloakSecrets found = KeycloakSecrets.of(source, now);
        int bytes = found.shortestBytes();
        String algorithm = KeycloakRealm.text(attributes, "token.endpoint.auth.signing.alg");
        if (algorithm.isEmpty() && bytes > 0 && bytes < 64) {
            algorithm = bytes < 48 ? "HS256" : "HS384";
            remarks.add("any algorithm: " + algorithm + " alone here, for which its secret is long enough");
        }
        put("token_endpoint_auth_signing_alg", algorithm);
        int needed = algorithm.equals("HS256") ? 32 : algorithm.equals("HS384") ? 48 : 64;
        remarks.addAll(found.remarks());
        if (bytes >= needed) {
            secrets.addAll(found.taken());
        } else if (bytes > 0) {
            remarks.add("its secret is not taken: " + algorithm + " needs " + needed + " bytes, it has " + bytes);
        }
        audienceRemark();
        return Optional.empty();
    }

    private Optional<String> signedJwt() {
        declared.put("token_endpoint_auth_method", "private_key_jwt");
        put("token_endpoint_auth_signing_alg", KeycloakRealm.text(attributes, "token.endpoint.auth.signing.alg"));
        KeycloakKeys keys = KeycloakKeys.of(attributes);
        declared.putAll(keys.declared());
        remarks.addAll(keys.remarks());
        audienceRemark();
        return Optional.empty();
    }

    private Optional<String> certificate() {
        String subject = KeycloakRealm.text(attributes, "x509.subjectdn");
        String pattern = KeycloakRealm.text(attributes, "x509.allow.regex.pattern.comparison");
        if (subject.isEmpty()) {
            return Optional.of("its certificate's subject is not in the file");
        }
        // Where it says nothing, Keycloak takes the subject for a pattern.
        if (!pattern.equals("false")) {
            return Optional.of(
                    "its subject is a regular expression, which is not taken here: " + ShownText.quoted(subject));
        }
        declared.put("token_endpoint_auth_method", "tls_client_auth");
        declared.put("tls_client_auth_subject_dn", subject);
        if (!KeycloakRealm.text(attributes, "x509.casubjectdn").isEmpty()) {
            remarks.add("the subject of its CA is not taken: name the CA by its key, in tls_client_auth_ca");
        }
        return Optional.empty();
    }

    private void audienceRemark() {
        remarks.add("its JWTs name the realm as their audience: it has to name this server's issuer instead");
        if (!KeycloakRealm.text(attributes, "token.endpoint.auth.signing.max.exp")
                .isEmpty()) {
            remarks.add("the longest life of its JWTs is not taken: assertionLifetime holds for all clients");
        }
    }

    private void scopes() {
        List<String> optional = realm.scopes(source, "optionalClientScopes");
        TreeSet<String> names = new TreeSet<>(realm.scopes(source, "defaultClientScopes"));
        names.addAll(optional);
        List<String> refused =
                names.stream().filter(name -> !name.matches("[!#-\\[\\]-~]+")).toList();
        names.removeAll(refused);
        put("scope", String.join(" ", names));
        if (!refused.isEmpty()) {
            remarks.add("scopes that are not taken, since they have other characters than a scope may: "
                    + ShownText.quoted(String.join(" ", refused)));
        }
        if (!optional.isEmpty()) {
            remarks.add("a token that asks for no scope has the optional ones too: "
                    + ShownText.quoted(String.join(" ", optional)));
        }
        if (!realm.roles(id).isEmpty()) {
            remarks.add("roles of its service account are not taken: "
                    + ShownText.quoted(String.join(" ", realm.roles(id))));
        }
    }

    private void tokens() {
        if (!KeycloakRealm.flag(source, "serviceAccountsEnabled")) {
            declared.put("grant_types", List.of());
            remarks.add("no service account: it gets no access tokens here either (grant_types)");
        }
        if (KeycloakRealm.flag(source, "standardFlowEnabled")
                && source.get("redirectUris") instanceof List<?> uris
                && !uris.isEmpty()) {
            remarks.add("users do not sign in here: its redirect URIs are not taken");
        }
        if (KeycloakRealm.flag(attributes, "tls.client.certificate.bound.access.tokens")) {
            declared.put("tls_client_certificate_bound_access_tokens", true);
        }
        if (KeycloakRealm.flag(attributes, "dpop.bound.access.tokens")) {
            remarks.add("its tokens are not bound by DPoP here");
        }
        String seconds = KeycloakRealm.text(attributes, "access.token.lifespan");
        if (seconds.matches("[1-9][0-9]{0,8}")) {
            Duration lifetime = Duration.ofSeconds(Long.parseLong(seconds));
            if (lifetime.compareTo(MIN_LIFETIME) >= 0 && lifetime.compareTo(MAX_LIFETIME) <= 0) {
                declared.put("token_lifetime", lifetime.toString());
            } else {
                remarks.add("the life of its tokens, " + lifetime + ", is not taken: PT1M to PT1H can be had");
            }
        }
        mappers();
    }

    private void mappers() {
        List<String> audience = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Map<String, Object> mapper : KeycloakRealm.objects(source, "protocolMappers")) {
            String custom = KeycloakRealm.text(KeycloakRealm.object(mapper, "config"), "included.custom.audience");
            if (KeycloakRealm.text(mapper, "protocolMapper").equals("oidc-audience-mapper") && isResource(custom)) {
                audience.add(custom);
            } else {
                others.add(KeycloakRealm.text(mapper, "name"));
            }
        }
        if (!audience.isEmpty()) {
            declared.put("audience", audience.stream().distinct().toList());
        }
        if (!others.isEmpty()) {
            remarks.add("protocol mappers are not taken: " + ShownText.quoted(String.join(", ", others)));
        }
    }

    private static boolean isResource(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void put(String name, String value) {
        if (!value.isEmpty()) {
            declared.put(name, value);
        }
    }
}
