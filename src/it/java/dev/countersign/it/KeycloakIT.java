package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/keycloak.md}, with a realm that a Keycloak has written. */
@Tag("full")
class KeycloakIT {

    private static final Page PAGE = Page.at("src/doc/keycloak.md");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern ROTATED_END =
            Pattern.compile("(\"client.secret(?:.rotated)?.expiration.time\": \")[0-9]+");

    @TempDir
    Path directory;

    @Test
    void clientsSignInWithTheCredentialsThatTheyHad() throws Exception {
        String text = realm();
        Path realm = Files.writeString(directory.resolve("realm.json"), text);
        try (ExecutableWar war = WarCommand.in(directory.resolve("data"))
                .withEnvironment("COUNTERSIGN_CHOSEN_SECRETS", "false")
                .start()) {
            Map<String, String> environment = Map.of(
                    "WAR", WarCommand.bare().war().toString(),
                    "URL", war.url(),
                    "SECRET",
                            Files.writeString(directory.resolve("secret"), war.password())
                                    .toString(),
                    "REALM", realm.toString());

            assertThat(Shell.run(PAGE.script("Look at what would be taken"), environment))
                    .contains("13 of 24 clients can be taken");
            // Without a CA for it, this server has no tls_client_auth.
            Files.writeString(realm, text.replace("\"client-x509\"", "\"unknown\""));
            assertThat(Shell.run(PAGE.script("Register the clients"), environment))
                    .contains("done: 12 of 12 clients changed, 0 failed")
                    .doesNotContain(secret(text, "crane"));

            assertThat(token(war, "crane", secret(text, "crane"))).isEqualTo(200);
            assertThat(token(war, "winch", secret(text, "winch"))).isEqualTo(200);
            assertThat(token(war, "winch", first(text, "\"client.secret.rotated\": \"([^\"]+)\"")))
                    .isEqualTo(200);
            assertThat(token(war, "crane-post", secret(text, "crane-post")))
                    .as("it was disabled")
                    .isEqualTo(401);
            assertThat(signed(war, "pilot").statusCode()).isEqualTo(200);
            assertThat(secretJwt(war, "tide-any", secret(text, "tide-any")).statusCode())
                    .isEqualTo(200);

            assertThat(Shell.run(PAGE.script("Register the clients"), environment))
                    .contains("nothing to do");
        }
    }

    /** No secret of it ends while this test is run. */
    private static String realm() throws IOException {
        try (InputStream in = KeycloakIT.class.getResourceAsStream("/keycloak/harbour.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            long later =
                    InstantSource.system().instant().plus(Duration.ofDays(1)).getEpochSecond();
            return ROTATED_END.matcher(text).replaceAll("$1" + later);
        }
    }

    private static String secret(String realm, String client) {
        return first(realm, "\"clientId\": \"" + client + "\",(?:[^{}]*?)\"secret\": \"([^\"]+)\"");
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static int token(ExecutableWar war, String client, String secret) throws Exception {
        return new Visitor(war.url())
                .post("/token", FORM, "grant_type=client_credentials", "Authorization", Visitor.basic(client, secret))
                .statusCode();
    }

    private static HttpResponse<String> signed(ExecutableWar war, String client) throws Exception {
        JsonWebSignature jws = new AssertionSigner(war.url()).unsigned(client);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) privateKey(client);
        byte[] spki = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()))
                .getEncoded();
        jws.setAlgorithmHeaderValue("RS256");
        // As Keycloak's own library does.
        jws.setKeyIdHeaderValue(Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(spki)));
        jws.setKey(key);
        return send(war, jws.getCompactSerialization());
    }

    private static HttpResponse<String> secretJwt(ExecutableWar war, String client, String secret) throws Exception {
        return send(war, new AssertionSigner(war.url()).signedBySecret(client, secret));
    }

    private static HttpResponse<String> send(ExecutableWar war, String assertion) throws Exception {
        return new Visitor(war.url())
                .post("/token", FORM, "grant_type=client_credentials&" + AssertionSigner.form(assertion));
    }

    private static PrivateKey privateKey(String client) throws Exception {
        try (InputStream in = KeycloakIT.class.getResourceAsStream("/keycloak/" + client + ".key")) {
            String pem = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        }
    }
}
