package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientCertificate;
import dev.countersign.http.Vectors;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * FILE-1: files with a client's certificate and then its authority's, as tools and people leave them. The client's,
 * which is the first, is registered, or nothing is. A new shape is a new file under {@code vectors/pem}.
 */
class PemFilesTest {

    private static byte[] leaf;
    private static byte[] leafKey;
    private static byte[] authority;
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @BeforeAll
    static void make() throws Exception {
        KeyPair ca = TestKeys.ec("secp256r1");
        KeyPair client = TestKeys.ec("secp256r1");
        authority = new CertificateRecipe(ca)
                .subject("CN=authority")
                .issuer("CN=authority")
                .make();
        leaf = new CertificateRecipe(client)
                .issuer("CN=authority")
                .signedBy(ca, "SHA256withECDSA")
                .make();
        String pem = TestKeys.pem("CERTIFICATE", leaf);
        PARTS.put("{leaf}", pem);
        PARTS.put("{leaf.open}", pem.stripTrailing());
        PARTS.put(
                "{leaf.base64}",
                pem.lines().filter(line -> !line.startsWith("-")).reduce("", (a, b) -> a + b + "\n"));
        PARTS.put("{leaf.line}", Base64.getEncoder().encodeToString(leaf));
        PARTS.put("{leaf.key}", TestKeys.pem("PUBLIC KEY", client.getPublic().getEncoded()));
        PARTS.put("{ca}", TestKeys.pem("CERTIFICATE", authority));
        PARTS.put("{ca.line}", Base64.getEncoder().encodeToString(authority));
        PARTS.put("{ca.key}", TestKeys.pem("PUBLIC KEY", ca.getPublic().getEncoded()));
        PARTS.put("{key}", TestKeys.pem("PRIVATE KEY", client.getPrivate().getEncoded()));
        leafKey = client.getPublic().getEncoded();
    }

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        return Vectors.in("pem", vector -> {
            String text = String.join("", vector.lines("file"));
            for (Map.Entry<String, String> part : PARTS.entrySet()) {
                text = text.replace(part.getKey(), part.getValue());
            }
            text = lineEnds(text);
            byte[] file =
                    text.getBytes(Charset.forName(vector.optional("charset").orElse("UTF-8")));
            ImportFormat format = ImportFormat.valueOf(vector.optional("format").orElse("CERTIFICATE_PEM"));
            String outcome = vector.text("outcome");

            if (outcome.equals("leaf")) {
                ClientCertificate read = Uploads.only(uploads.bring(format, file));
                assertThat(Base64.getDecoder().decode(read.der()))
                        .isEqualTo(format == ImportFormat.CERTIFICATE_PEM ? leaf : leafKey);
            } else {
                assertThatThrownBy(() -> uploads.bring(format, file))
                        .isInstanceOf(UnacceptableKeyException.class)
                        .hasMessageContaining(outcome);
            }
        });
    }

    /** {@code {cr}}, {@code {crlf}} and {@code {indented}} at the start say how the lines of the whole are written. */
    private static String lineEnds(String text) {
        if (text.startsWith("{cr}")) {
            return text.substring(4).replace('\n', '\r');
        }
        if (text.startsWith("{crlf}")) {
            return text.substring(6).replace("\n", "\r\n");
        }
        return text.startsWith("{indented}") ? text.substring(10).indent(4) : text;
    }

    /** One thing is put in, left out or changed, at each place of the boundaries and at some of the content. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\uFEFF",
                "\u00A0",
                "\u200B",
                "\u2028",
                "\u0085",
                "\0",
                "\t",
                " ",
                "\n",
                "\r",
                "-",
                "\"",
                "x",
                "=",
                "\\n",
                "\u001A",
                "\n\n",
                "\uFEFF\n",
                "{\n",
                "-----END CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\n"
            })
    void file1_noChangeOfOneFileMakesItsSecondCertificateTheFirst(String change) {
        String text = PARTS.get("{leaf}") + PARTS.get("{ca}");
        int last = text.indexOf("-----END") + 110;
        for (int at = 0; at < last; at += isInContent(text, at) ? 11 : 1) {
            for (int left : new int[] {0, 1}) {
                assertNoOtherIsRegistered(text.substring(0, at) + change + text.substring(at + left));
            }
        }
    }

    @Test
    void file1_aCertificateInDerWithABlockOfAnotherInItsName() throws Exception {
        byte[] name = new DERUTF8String("\n" + PARTS.get("{ca}")).getEncoded();
        byte[] der = new CertificateRecipe(TestKeys.ec("secp256r1"))
                .subject("CN=#" + HexFormat.of().formatHex(name))
                .make();

        assertThat(Base64.getDecoder()
                        .decode(Uploads.only(uploads.bring(ImportFormat.CERTIFICATE_PEM, der))
                                .der()))
                .isEqualTo(der);
        byte[] broken = der.clone();
        broken[3] ^= 1;
        assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, broken))
                .isInstanceOf(UnacceptableKeyException.class);
    }

    private static boolean isInContent(String text, int at) {
        return !text.substring(text.lastIndexOf('\n', at) + 1).startsWith("-") && text.charAt(at) != '\n';
    }

    private void assertNoOtherIsRegistered(String text) {
        try {
            ClientCertificate read =
                    Uploads.only(uploads.bring(ImportFormat.CERTIFICATE_PEM, text.getBytes(StandardCharsets.UTF_8)));
            assertThat(Base64.getDecoder().decode(read.der())).as(text).isEqualTo(leaf);
        } catch (UnacceptableKeyException e) {
            assertThat(e).message().hasSizeLessThan(600).matches("[\\x20-\\x7E]+");
        }
    }
}
