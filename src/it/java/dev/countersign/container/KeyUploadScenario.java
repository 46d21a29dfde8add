package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.tls.TestCertificate;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ADM-5: keys come as forms of several parts and leave as files, alike on every server, whatever its own way with such
 * forms.
 */
interface KeyUploadScenario extends Scenario {

    String UPLOAD = "multipart/form-data; boundary=b";

    /** Of {@code uploadMaxBytes}, in bytes. */
    int LARGEST_FILE = 1_048_576;

    @Test
    default void adm5_aCertificateComesAndGoes(@TempDir Path folder) throws Exception {
        String pem = Files.readString(TestCertificate.ofLocalhost(folder).pem());
        registerSigner("uploading");

        HttpResponse<String> imported = upload("uploading", part("alias", "<b>&\"'") + form("CERTIFICATE_PEM", pem));

        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
        JsonObject certificate =
                Scenario.json(imported).getJsonArray("certificates").getJsonObject(0);
        assertThat(certificate.getString("subject")).isEqualTo("CN=localhost");
        assertThat(certificate.getString("alias")).isEqualTo("<b>&\"'");
        String path = "/clients/uploading/certificates/" + certificate.getString("id");
        assertThat(imported.headers().firstValue("Location")).contains("/countersign/admin" + path);
        HttpResponse<String> downloaded = script().get(path);
        assertThat(downloaded.body()).isEqualTo(pem);
        assertThat(downloaded.headers().allValues("Content-Type")).containsExactly("application/x-pem-file");
        assertThat(downloaded.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(downloaded.headers().allValues("Content-Disposition"))
                .containsExactly("attachment; filename=\"uploading.pem\"");
        assertThat(upload("uploading", form("CERTIFICATE_PEM", pem)).statusCode())
                .isEqualTo(409);
        assertThat(script().delete(path).statusCode()).isEqualTo(204);
        assertThat(script().get(path).statusCode()).isEqualTo(404);
    }

    /** As YAML, JSON, environment variables and other servers give them. */
    @Test
    default void file1_oneCertificateInTheShapesOfTools(@TempDir Path folder) throws Exception {
        String pem = Files.readString(TestCertificate.ofLocalhost(folder).pem());
        String bare = pem.replaceAll("-----[A-Z ]+-----|\n", "");
        registerSigner("shaped");
        for (String shape : List.of(
                "\uFEFF" + pem.replace("\n", "\r\n"),
                "certificate: |\n" + pem.indent(4),
                '"' + pem + '"',
                '"' + pem.replace("\n", "\\n").replace("/", "\\/") + '"',
                pem.replace("\n", " "),
                pem.replace("=", ""),
                bare,
                bare.replaceAll("(.{76})", "$1\r\n"))) {
            HttpResponse<String> imported = upload("shaped", form("CERTIFICATE_PEM", shape));

            assertThat(imported.statusCode()).as(shape + imported.body()).isEqualTo(201);
            JsonObject certificate =
                    Scenario.json(imported).getJsonArray("certificates").getJsonObject(0);
            String path = "/clients/shaped/certificates/" + certificate.getString("id");
            assertThat(script().get(path).body()).isEqualTo(pem);
            assertThat(script().delete(path).statusCode()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUBLIC_KEY_PEM | ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== orders | ssh-keygen -e -m PKCS8 -f FILE",
                "CERTIFICATE_PEM | <!DOCTYPE html><title>Sign in</title> | HTML or XML",
                "CERTIFICATE_PEM | ---- BEGIN SSH2 PUBLIC KEY ---- | RFC 4716",
                "CSR | -----BEGIN PGP PUBLIC KEY BLOCK----- | PGP",
            })
    default void file5_aFileOfAnotherKindIsNamed(String format, String file, String named) throws Exception {
        registerSigner("named");

        HttpResponse<String> refused = upload("named", form(format, file));

        Scenario.assertProblem(refused, 422, "unacceptable-key");
        assertThat(Scenario.json(refused).getString("detail")).contains(named);
        assertThat(script().delete("/clients/named", "*").statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {} | 415 | unsupported-type",
                "application/x-www-form-urlencoded | format=JWKS&file=x | 415 | unsupported-type",
                "multipart/mixed; boundary=b | --b-- | 415 | unsupported-type",
                "multipart/form-data | --b-- | 400 | malformed",
                "multipart/form-data; boundary=b | --b | 400 | malformed",
                "multipart/form-data; boundary=b | --b-- | 400 | invalid-value",
                "multipart/form-data; boundary=b | --c-- | 400 | malformed",
                "multipart/form-data; boundary=b | nothing of the kind | 400 | malformed",
            })
    default void adm5_whatIsNoUploadIsRefusedAndChangesNothing(String type, String body, int status, String problem)
            throws Exception {
        registerSigner("unharmed");
        String before = script().get("/clients/unharmed").body();

        Scenario.assertProblem(
                visitor()
                        .post(
                                "/admin/clients/unharmed/certificates",
                                type,
                                body,
                                "Authorization",
                                script().authorization()),
                status,
                problem);
        assertThat(script().get("/clients/unharmed").body()).isEqualTo(before);
        assertThat(script().delete("/clients/unharmed", "*").statusCode()).isEqualTo(204);
    }

    @Test
    default void adm5_aFileThatIsTooLargeIs413HoweverItComes() throws Exception {
        registerSigner("bounded");
        String tooLarge = form("JWKS", "x".repeat(LARGEST_FILE + 1));
        Scenario.assertProblem(upload("bounded", tooLarge), 413, "too-large");

        String much = "x".repeat(LARGEST_FILE + 50_000);
        for (String framed : new String[] {
            "Content-Length: " + much.length() + "\r\n\r\n" + much,
            "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(much.length()) + "\r\n" + much + "\r\n0\r\n\r\n"
        }) {
            try (RawConnection connection = new RawConnection(running().port())) {
                Answer refused = connection.send(
                        "POST /countersign/admin/clients/bounded/certificates HTTP/1.1\r\nHost: localhost\r\n"
                                + "Authorization: " + script().authorization() + "\r\nContent-Type: " + UPLOAD + "\r\n"
                                + framed);
                assertThat(refused.status()).isEqualTo(413);
            }
        }
        assertThat(Scenario.json(script().get("/clients/bounded")).getInt("version"))
                .isEqualTo(1);
    }

    @Test
    default void adm5_aPrivateKeyLeavesInOneAnswer() throws Exception {
        registerSigner("making");
        String password = "planted-" + Base64.getUrlEncoder().encodeToString(new byte[] {1, 2, 3, 4, 5, 6});
        String order = "{\"format\":\"PEM\",\"algorithm\":\"EC\",\"store_password\":\"" + password + "\"";

        HttpResponse<String> made = script().post("/clients/making/key-pairs", order + "}");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----");
        assertThat(made.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(made.headers().allValues("Content-Type")).containsExactly("application/x-pem-file");
        assertThat(made.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        String path = made.headers().firstValue("Location").orElseThrow();
        assertThat(made.body())
                .contains(script().get(path.substring("/countersign/admin".length()))
                        .body()
                        .strip());
        Scenario.assertProblem(
                script().post("/clients/making/key-pairs", order + ",\"key_password\":\"another-" + password + "\"}"),
                422,
                "unacceptable-key");
        assertThat(running().log() + script().get("/events?client=making").body())
                .doesNotContain(password, "PRIVATE KEY");
    }

    private void registerSigner(String id) throws Exception {
        HttpResponse<String> created = script().post(
                        "/clients",
                        "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    private HttpResponse<String> upload(String client, String form) throws Exception {
        return visitor()
                .post(
                        "/admin/clients/" + client + "/certificates",
                        UPLOAD,
                        form,
                        "Authorization",
                        script().authorization());
    }

    private static String part(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    private static String form(String format, String file) {
        return part("format", format) + part("file\"; filename=\"../../web.xml", file) + "--b--\r\n";
    }
}
