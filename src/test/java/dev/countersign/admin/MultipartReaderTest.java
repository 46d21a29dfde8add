package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.auth.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ADM-5: forms of several parts. {@code N} stands for the end of a line, {@code B} for the boundary with its hyphens.
 */
class MultipartReaderTest {

    private static final String FILE = "BNContent-Disposition: form-data; name=\"file\"NNcontentN";

    private static Map<String, Secret> read(String body) {
        byte[] bytes = body.replace("N", "\r\n").replace("B", "--b").getBytes(StandardCharsets.ISO_8859_1);
        return new MultipartReader(bytes, "b").read(Set.of("file", "alias"));
    }

    private static String text(Secret part) {
        return new String(part.bytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FILE + "B--",
                FILE + "B--N",
                FILE + "B-- N",
                "B \tNcontent-disposition:form-data;name=fileNContent-Type: text/plainNNcontentNB--N",
                "BNX-Other: 1NContent-Disposition: Form-Data ; filename=\"../x\"; name=\"file\"; filename*=UTF-8''%e2NNcontentNB--N",
                "BNContent-Disposition: form-data; filename=\"C:\\x\\y\"; name=\"file\"NContent-Transfer-Encoding: binaryNNcontentNB--N",
            })
    void whatBrowsersAndToolsSendIsRead(String body) {
        assertThat(read(body)).containsOnlyKeys("file");
        assertThat(text(read(body).values().iterator().next())).isEqualTo("content");
    }

    @Test
    void contentIsAnyBytes() {
        String content = "\0\r\n--\r\n-\u00ff\r\n--a\r\n";
        Map<String, Secret> parts =
                read(FILE.replace("content", content) + "BNContent-Disposition: form-data; name=\"alias\"NNNB--N");

        assertThat(parts.values()).extracting(MultipartReaderTest::text).containsExactly(content, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "BN",
                "BN--",
                "x" + FILE + "B--",
                FILE,
                FILE + "B",
                FILE + "B-",
                FILE + "B--x",
                FILE + "B--Nx",
                FILE + "Bx--",
                "BNNcontentNB--",
                "BNContent-Disposition: form-dataNNcontentNB--",
                "BNContent-Disposition: attachment; name=\"file\"NNcontentNB--",
                "BNContent-Disposition: form-datax; name=\"file\"NNcontentNB--",
                "BNContent-Disposition: form-data; name=\"file\"; name=\"alias\"NNcontentNB--",
                "BNContent-Disposition: form-data; name=\"file\"NContent-Disposition: form-data; name=\"alias\"NNcontentNB--",
                "BNContent-Disposition: form-data; name=\"file\" junkNNcontentNB--",
                "BNContent-Disposition: form-data; name=\"fileNNcontentNB--",
                "BNContent-Disposition form-data; name=\"file\"NNcontentNB--",
                "BN Content-Disposition: form-data; name=\"file\"NNcontentNB--",
                "BNContent-Disposition: form-data;N name=\"file\"NNcontentNB--",
                "BNContent-Disposition: form-data; name=\"file\0\"NNcontentNB--",
                "BNContent-Disposition: form-data; name=\"file\"NContent-Transfer-Encoding: base64NNcontentNB--",
                "B\nContent-Disposition: form-data; name=\"file\"\n\ncontentNB--",
            })
    void adm5_whatIsNotWellFormedIsRefused(String body) {
        ProblemException thrown = catchThrowableOfType(ProblemException.class, () -> read(body));

        assertThat(thrown.problem().kind()).isEqualTo(ProblemKind.MALFORMED);
    }

    @Test
    void adm5_partsThatNobodyKnowsAndPartsThatAreThereTwiceAreRefused() {
        ProblemException unknown = catchThrowableOfType(
                ProblemException.class, () -> read(FILE.replace("file", "x".repeat(3000)) + "B--"));
        ProblemException twice = catchThrowableOfType(ProblemException.class, () -> read(FILE + FILE + "B--"));

        assertThat(unknown.problem().field().orElseThrow()).hasSizeLessThan(110);
        assertThat(twice.problem().field()).contains("file");
    }

    @Test
    void adm5_fieldsWithoutEndAreRefused() {
        String long4096 = "BNX: " + "x".repeat(5000) + "NContent-Disposition: form-data; name=\"file\"NNcontentNB--";

        assertThat(catchThrowableOfType(ProblemException.class, () -> read(long4096)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=b; boundary=c",
                "multipart/form-data; boundary=\"b",
                "multipart/form-data; boundary=b c",
                "multipart/form-data; boundary=\"b \"",
                "multipart/form-data; boundary=b; charset=utf-16",
                "multipart/form-data; boundary=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            })
    void adm5_aBoundaryThatNobodyCanUseIs400(String type) throws Exception {
        try (AdminServer server = new AdminServer()) {
            Exchange script = server.asScript();
            script.post(
                    "/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");

            Reply reply =
                    script.header("Content-Type", type).send("POST", "/admin/clients/signer/certificates", "--b--");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().get("type")).isEqualTo(ProblemKind.MALFORMED.type());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Multipart/Form-Data;boundary=" + Upload.BOUNDARY,
                "multipart/form-data; boundary=\"" + Upload.BOUNDARY + "\"",
                "multipart/form-data; charset=UTF-8; boundary=" + Upload.BOUNDARY,
                "multipart/form-data; boundary=" + Upload.BOUNDARY + "; charset=utf-8",
            })
    void aBoundaryIsFoundHoweverItIsWritten(String type) throws Exception {
        try (AdminServer server = new AdminServer()) {
            Exchange script = server.asScript();
            script.post(
                    "/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");

            Reply reply = script.header("Content-Type", type)
                    .send(
                            "POST",
                            "/admin/clients/signer/certificates",
                            Upload.of("JWKS", "key a").bytes());

            assertThat(reply.status()).isEqualTo(201);
        }
    }
}
