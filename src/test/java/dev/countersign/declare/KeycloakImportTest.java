package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.declare.Declarations.Result;
import dev.countersign.text.StrictJson;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a realm as Keycloak 26.7.3 has written it, without its signing keys. */
class KeycloakImportTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_796_203_000);

    @TempDir
    Path directory;

    @Test
    void eachClientIsTakenOrTheReasonIsTold() throws Exception {
        List<String> told = new ArrayList<>();

        Result result = new KeycloakImport(realm("harbour.json"), InstantSource.fixed(NOW), told::add).told();

        assertThat(result).isEqualTo(Result.DIFFERENT);
        assertThat(told)
                .contains(
                        "\"account\": not taken, it is Keycloak's own",
                        "\"buoy\": private_key_jwt",
                        "    its private key is in the file, too: it is not taken, and should be replaced",
                        "\"crane\": client_secret_basic, secrets: 1, scope \"crane.read crane.write\"",
                        "    a token that asks for no scope has the optional ones too: \"crane.write\"",
                        "\"crane-post\": client_secret_post, secrets: 1",
                        "\"gate\": not taken, a bearer-only client has no credentials that it signs in with",
                        "\"https://saml.example/sp\": not taken, its protocol is \"saml\"",
                        "\"kiosk\": not taken, a public client has no credentials",
                        "\"no-accounts/\\u00fc\": not taken, its id cannot be one here: a client id has printable ASCII"
                                + " characters only",
                        "\"tide-any\": client_secret_jwt, secrets: 1",
                        "\"tug\": tls_client_auth",
                        "\"tug-any\": not taken, its subject is a regular expression, which is not taken here:"
                                + " \"(.*?)CN=tug-[0-9]+(.*?)\"",
                        "    its secret is not taken: it is in Keycloak's vault",
                        "    its secret is not taken: it has 12 characters, and not 32 to 255",
                        "    no service account: it gets no access tokens here either (grant_types)",
                        "\"winch\": client_secret_basic, secrets: 2",
                        "13 of 24 clients can be taken");
        String all = String.join("\n", told);
        assertThat(all).as("a secret").doesNotContain("HDVICUnbIiae3VhbAXEJ").doesNotContain("short-secret");
    }

    @Test
    void whatIsTakenIsWhatTheRealmHas() throws Exception {
        assertThat(client("harbour.json", "crane").declared())
                .isEqualTo(Map.of(
                        "client_id", "crane",
                        "client_name", "Crane control",
                        "description", "Moves containers",
                        "enabled", true,
                        "token_endpoint_auth_method", "client_secret_basic",
                        "scope", "crane.read crane.write"));
        assertThat(client("harbour.json", "crane-post").declared()).containsEntry("enabled", false);
        assertThat(client("harbour.json", "ferry").declared())
                .containsEntry("jwks_uri", "https://ferry.example/jwks.json");
        assertThat(client("harbour.json", "lock").declared())
                .containsEntry("token_endpoint_auth_signing_alg", "ES256")
                .containsKey("jwks");
        assertThat(client("harbour.json", "tug").declared())
                .containsEntry("tls_client_auth_subject_dn", "CN=tug,O=Harbour");
        Map<String, Object> pilot = client("harbour.json", "pilot").declared();
        assertThat(KeyDeclarations.problem(pilot.getOrDefault("certificates", "")))
                .isEmpty();
        assertThat(String.valueOf(pilot.get("certificates"))).contains("kid=").contains("BEGIN CERTIFICATE");
        assertThat(String.valueOf(client("harbour.json", "buoy").declared())).doesNotContain("PRIVATE");
    }

    @Test
    void rotatedSecretsEndWhenTheyWouldHaveEnded() throws Exception {
        List<ImportedSecret> secrets = client("harbour.json", "winch").secrets();

        assertThat(secrets).extracting(ImportedSecret::label).containsExactly("keycloak", "keycloak rotated");
        assertThat(secrets.get(1).value()).startsWith("ju0KxzxJAisJXRe1kkZq");
        assertThat(secrets.get(1).lifetime().orElseThrow()).isBetween(Duration.ofDays(358), Duration.ofDays(359));
        assertThat(secrets).asString().doesNotContain("ju0KxzxJAisJXRe1kkZq");
    }

    @Test
    void secretsThatTheConsoleMasksAreNamed() throws Exception {
        KeycloakClient crane = client("harbour-of-the-console.json", "crane");

        assertThat(crane.secrets()).isEmpty();
        assertThat(crane.lines()).anyMatch(line -> line.contains("it is masked"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32 | ''    | HS256 | 1",
                "48 | ''    | HS384 | 1",
                "64 | ''    | ''    | 1",
                "43 | HS256 | HS256 | 1",
                "43 | HS512 | HS512 | 0",
            })
    void aSecretForJwtsIsAsLongAsItsAlgorithmNeeds(int length, String algorithm, String taken, int secrets)
            throws Exception {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("token.endpoint.auth.signing.alg", algorithm);
        KeycloakClient client = new KeycloakClient(
                new KeycloakRealm(Map.of()),
                Map.of(
                        "clientId",
                        "x",
                        "clientAuthenticatorType",
                        "client-secret-jwt",
                        "secret",
                        "s".repeat(length),
                        "attributes",
                        attributes),
                NOW);

        assertThat(client.declared().getOrDefault("token_endpoint_auth_signing_alg", ""))
                .isEqualTo(taken);
        assertThat(client.secrets()).hasSize(secrets);
    }

    @Test
    void aSubjectIsAPatternWhereNothingElseIsSaid() throws Exception {
        KeycloakClient client = new KeycloakClient(
                new KeycloakRealm(Map.of()),
                Map.of(
                        "clientId", "x",
                        "clientAuthenticatorType", "client-x509",
                        "attributes", Map.of("x509.subjectdn", "CN=x")),
                NOW);

        assertThat(client.taken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "{\"realm\":\"x\"}", "{\"realm\":\"x\",\"clients\":{}}", "{\"clients\":[]}"})
    void otherFilesAreNoRealm(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("x.json"), text);

        assertThatThrownBy(() -> new KeycloakImport(file, InstantSource.fixed(NOW), line -> {}))
                .isInstanceOf(DeclarationException.class)
                .hasMessageContaining("is no realm");
    }

    private static KeycloakClient client(String file, String id) throws Exception {
        try (InputStream in = KeycloakImportTest.class.getResourceAsStream("/keycloak/" + file)) {
            KeycloakRealm realm = new KeycloakRealm(StrictJson.object(in.readAllBytes()));
            return realm.clients().stream()
                    .filter(client -> id.equals(client.get("clientId")))
                    .map(client -> new KeycloakClient(realm, client, NOW))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path realm(String name) throws Exception {
        try (InputStream in = KeycloakImportTest.class.getResourceAsStream("/keycloak/" + name)) {
            return Files.write(directory.resolve(name), in.readAllBytes());
        }
    }
}
