package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter.ImportedKeys;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * FILE-1: every shape that tools give to a text, with every format. No shape changes which key is taken, nor what is
 * refused or warned of.
 */
class PemShapesTest {

    private static final Map<String, Function<String, byte[]>> SHAPES = new LinkedHashMap<>();
    private static final List<ImportFormat> FORMATS =
            List.of(ImportFormat.CERTIFICATE_PEM, ImportFormat.PUBLIC_KEY_PEM, ImportFormat.CSR);

    /** The client's, and another one's. */
    private static final Map<ImportFormat, List<byte[]>> FILES = new LinkedHashMap<>();

    private static final Map<ImportFormat, String> LABELS = Map.of(
            ImportFormat.CERTIFICATE_PEM, "CERTIFICATE",
            ImportFormat.PUBLIC_KEY_PEM, "PUBLIC KEY",
            ImportFormat.CSR, "CERTIFICATE REQUEST");

    private static byte[] clientKey;
    private static String privateKey;
    private static byte[] authority;

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @BeforeAll
    static void make() throws Exception {
        KeyPair ca = TestKeys.rsa(2048);
        KeyPair client = TestKeys.ec("secp256r1");
        clientKey = client.getPublic().getEncoded();
        privateKey = TestKeys.pem("PRIVATE KEY", client.getPrivate().getEncoded());
        authority = new CertificateRecipe(ca)
                .subject("CN=authority")
                .issuer("CN=authority")
                .authority()
                .make();
        FILES.put(
                ImportFormat.CERTIFICATE_PEM,
                List.of(
                        new CertificateRecipe(client)
                                .issuer("CN=authority")
                                .signedBy(ca, "SHA256withRSA")
                                .make(),
                        authority));
        FILES.put(ImportFormat.PUBLIC_KEY_PEM, List.of(clientKey, ca.getPublic().getEncoded()));
        FILES.put(ImportFormat.CSR, List.of(request(client, "SHA256withECDSA"), request(ca, "SHA256withRSA")));
    }

    private static byte[] request(KeyPair pair, String algorithm) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=billing"), pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
                .getEncoded();
    }

    static {
        SHAPES.put("usual", Uploads::bytes);
        SHAPES.put("mark", text -> Uploads.bytes("\uFEFF" + text));
        SHAPES.put("CRLF", text -> Uploads.bytes(text.replace("\n", "\r\n")));
        SHAPES.put("CR", text -> Uploads.bytes(text.replace("\n", "\r")));
        for (String charset : List.of("UTF-16LE", "UTF-16BE")) {
            SHAPES.put(charset, text -> text.replace("\n", "\r\n").getBytes(Charset.forName(charset)));
            SHAPES.put(charset + " with a mark", text -> ("\uFEFF" + text).getBytes(Charset.forName(charset)));
        }
        SHAPES.put("indented", text -> Uploads.bytes("certificate: |\n" + text.indent(4)));
        SHAPES.put("tabulators", text -> Uploads.bytes(text.replace("\n", " \n\t")));
        SHAPES.put("empty lines", text -> Uploads.bytes(text.replace("\n", "\n\n")));
        SHAPES.put("text around", text -> Uploads.bytes("Our key: 1\n  subject=CN=a\\,b\n" + text + "\n(2026)\n"));
        SHAPES.put("quotes", text -> Uploads.bytes("\"" + text + "\""));
        SHAPES.put("single quotes", text -> Uploads.bytes("'" + text.strip() + "'\n"));
        SHAPES.put("JSON string", text -> Uploads.bytes("\"" + written(text) + "\",\r\n"));
        SHAPES.put(
                "JSON string of PHP", text -> Uploads.bytes("\"" + written(text).replace("/", "\\/") + "\""));
        SHAPES.put(
                "JSON string of .NET",
                text -> Uploads.bytes("\"" + written(text).replace("+", "\\u002B") + "\""));
        SHAPES.put("JSON member", text -> Uploads.bytes("  \"certificate\" : \"" + written(text) + "\","));
        SHAPES.put("written out", text -> Uploads.bytes(written(text)));
        SHAPES.put("written out with CR", text -> Uploads.bytes(text.replace("\n", "\\r\\n")));
        SHAPES.put("variable", text -> Uploads.bytes("export CERT='" + text + "'\n"));
        SHAPES.put("YAML", text -> Uploads.bytes("tls.crt: \"" + written(text) + "\"\n"));
        SHAPES.put("one line", text -> Uploads.bytes(text.replace("\n", "")));
        SHAPES.put("one line with blanks", text -> Uploads.bytes(text.replace("\n", " ")));
        SHAPES.put("variable on one line", text -> Uploads.bytes("CERT=" + text.replace("\n", " ") + "\n"));
        SHAPES.put("no padding", text -> Uploads.bytes(text.replace("=", "")));
        SHAPES.put("Base64", text -> Base64.getEncoder().encode(Uploads.bytes(text)));
        SHAPES.put("Base64 in lines", text -> Base64.getMimeEncoder().encode(Uploads.bytes(text)));
        SHAPES.put("UTF-16 in JSON", text -> ("\uFEFF\"" + written(text) + "\"").getBytes(StandardCharsets.UTF_16LE));
    }

    private static String written(String text) {
        return text.replace("\n", "\\n");
    }

    static Stream<Arguments> shapes() {
        return SHAPES.entrySet().stream()
                .flatMap(shape ->
                        FORMATS.stream().map(format -> Arguments.of(shape.getKey(), format, shape.getValue())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("shapes")
    void file1_theClientsIsTaken(String name, ImportFormat format, Function<String, byte[]> shape) {
        ImportedKeys keys = uploads.bring(format, shape.apply(pem(format, 0)));

        assertIsClient(format, keys);
        assertThat(keys.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("shapes")
    void file1_aPrivateKeyBesideItIsWarnedOf(String name, ImportFormat format, Function<String, byte[]> shape) {
        for (String text : List.of(privateKey + pem(format, 0), pem(format, 0) + privateKey)) {
            ImportedKeys keys = uploads.bring(format, shape.apply(text));

            assertIsClient(format, keys);
            assertThat(keys.warnings()).singleElement().asString().startsWith("There is a private key in the file.");
        }
        assertThatThrownBy(() -> uploads.bring(format, shape.apply(privateKey)))
                .isInstanceOf(UnacceptableKeyException.class)
                .hasMessageStartingWith("This is a private key");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("shapes")
    void file1_ofTwoTheFirstIsTheClientsOrBothAreRefused(
            String name, ImportFormat format, Function<String, byte[]> shape) {
        for (String two : List.of(pem(format, 0) + pem(format, 1), pem(format, 1) + pem(format, 0))) {
            if (format == ImportFormat.CERTIFICATE_PEM) {
                assertIsClient(format, uploads.bring(format, shape.apply(two)));
            } else {
                for (String before : List.of("", privateKey)) {
                    assertThatThrownBy(() -> uploads.bring(format, shape.apply(before + two)))
                            .isInstanceOf(UnacceptableKeyException.class)
                            .hasMessageStartingWith("There are 2 PEM blocks that could be meant");
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("shapes")
    void file1_anAuthorityAloneIsWarnedOf(String name, ImportFormat format, Function<String, byte[]> shape) {
        ImportedKeys keys =
                uploads.bring(ImportFormat.CERTIFICATE_PEM, shape.apply(pem(ImportFormat.CERTIFICATE_PEM, 1)));

        assertThat(Base64.getDecoder().decode(Uploads.only(keys).der())).isEqualTo(authority);
        assertThat(keys.warnings())
                .singleElement()
                .asString()
                .startsWith("The certificate is marked as an authority's (CA)");
    }

    /** As Keycloak's REST interface and realm exports give certificates. */
    @Test
    void file1_derInBase64WithoutBoundaries() {
        List<Function<byte[], String>> spellings = List.of(
                Base64.getEncoder()::encodeToString,
                Base64.getEncoder().withoutPadding()::encodeToString,
                Base64.getMimeEncoder()::encodeToString,
                der -> "\uFEFF" + Base64.getEncoder().encodeToString(der) + "\r\n",
                der -> "\"" + Base64.getEncoder().encodeToString(der) + "\"",
                der -> "\"certificate\": \""
                        + Base64.getEncoder().encodeToString(der).replace("/", "\\/") + "\",",
                der -> Base64.getEncoder().encodeToString(der).replaceAll("(.{64})", "$1 "));
        for (ImportFormat format : FORMATS) {
            for (Function<byte[], String> spelling : spellings) {
                String bare = spelling.apply(der(format, 0));
                assertIsClient(format, uploads.bring(format, Uploads.bytes(bare)));
                assertIsClient(format, uploads.bring(format, bare.getBytes(StandardCharsets.UTF_16LE)));
            }
            String two = Base64.getEncoder().encodeToString(der(format, 0)) + "\n"
                    + Base64.getEncoder().encodeToString(der(format, 1));
            assertRefused(format, two);
            assertRefused(format, two.replace("=", ""));
            assertRefused(
                    format, Base64.getEncoder().encodeToString(der(format, 0)).substring(4));
        }
    }

    /** A line of text may be a name that its owner has chosen. */
    @Test
    void file1_nothingThatANameHoldsIsABlock() {
        String evil = written(pem(ImportFormat.CERTIFICATE_PEM, 1));
        for (String line : List.of(
                "friendlyName: " + evil,
                "commonName = " + evil,
                "subject=CN = x\\n" + evil,
                "x\\r" + evil,
                "CN=\"" + evil + "\"",
                "friendlyName: " + Base64.getEncoder().encodeToString(authority),
                "\"" + evil + "\"",
                "CN=" + evil.replace("\\n", " "))) {
            assertRefused(ImportFormat.CERTIFICATE_PEM, line + "\n" + pem(ImportFormat.CERTIFICATE_PEM, 0));
            assertRefused(ImportFormat.CERTIFICATE_PEM, line + "\r" + pem(ImportFormat.CERTIFICATE_PEM, 0));
        }
    }

    @Test
    void file1_twoEncodingsInOneFileAreRefused() {
        byte[] wide = pem(ImportFormat.CERTIFICATE_PEM, 1).getBytes(StandardCharsets.UTF_16LE);
        byte[] narrow = Uploads.bytes(pem(ImportFormat.CERTIFICATE_PEM, 0));
        byte[] cut = Arrays.copyOf(wide, wide.length - 1);

        for (byte[] file : List.of(joined(wide, narrow), joined(narrow, wide), cut)) {
            assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, file))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .message()
                    .contains("nothing in the file is taken");
        }
    }

    private void assertRefused(ImportFormat format, String text) {
        assertThatThrownBy(() -> uploads.bring(format, Uploads.bytes(text)))
                .as(text)
                .isInstanceOf(UnacceptableKeyException.class);
    }

    private static void assertIsClient(ImportFormat format, ImportedKeys keys) {
        assertThat(Base64.getDecoder().decode(Uploads.only(keys).der()))
                .isEqualTo(format == ImportFormat.CERTIFICATE_PEM ? der(format, 0) : clientKey);
    }

    private static byte[] der(ImportFormat format, int index) {
        return Objects.requireNonNull(FILES.get(format)).get(index);
    }

    private static String pem(ImportFormat format, int index) {
        return TestKeys.pem(Objects.requireNonNull(LABELS.get(format)), der(format, index));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
