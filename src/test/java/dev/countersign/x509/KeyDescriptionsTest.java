package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.KeyType;
import dev.countersign.manage.KeyDescriber.CertificateText;
import dev.countersign.manage.KeyDescriber.KeyDescription;
import dev.countersign.manage.UnacceptableKeyException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import javax.naming.ldap.LdapName;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyDescriptionsTest {

    private static KeyPair pair;

    private final KeyDescriptions descriptions = new KeyDescriptions();

    @BeforeAll
    static void make() throws Exception {
        pair = TestKeys.ec("secp256r1");
    }

    static Stream<Arguments> keys() throws Exception {
        return Stream.of(
                Arguments.of(TestKeys.rsa(2048).getPublic(), new KeyType("RSA", 2048)),
                Arguments.of(TestKeys.ec("secp256r1").getPublic(), new KeyType("EC", 256)),
                Arguments.of(TestKeys.ec("secp384r1").getPublic(), new KeyType("EC", 384)),
                Arguments.of(TestKeys.ec("secp521r1").getPublic(), new KeyType("EC", 521)),
                Arguments.of(TestKeys.ed25519().getPublic(), new KeyType("Ed25519", 255)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aKeyOfThePlatformAndOneOfBouncyCastleAreOne(PublicKey key, KeyType type) {
        assertThat(descriptions.describe(key)).isEqualTo(type);
        assertThat(descriptions.describe(PublicKeys.read(key.getEncoded()))).isEqualTo(type);
    }

    @Test
    void aKeyThatNobodyUsesHereIsNoneOfThem() throws Exception {
        for (String algorithm : new String[] {"Ed448", "X25519", "DSA"}) {
            PublicKey key =
                    KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();

            assertThatThrownBy(() -> descriptions.describe(key)).isInstanceOf(UnacceptableKeyException.class);
        }
    }

    @Test
    void aCertificateIsDescribedInFull() throws Exception {
        byte[] der = TestKeys.certificate(pair).getEncoded();

        KeyDescription description = descriptions.describe(registered(Kind.CERTIFICATE, der));

        assertThat(description.type()).isEqualTo(new KeyType("EC", 256));
        assertThat(description.sha256()).isEqualTo(sha256(der));
        assertThat(description.certificate())
                .contains(
                        new CertificateText("CN=billing", "CN=billing", "01", TestKeys.NOT_BEFORE, TestKeys.NOT_AFTER));
    }

    @Test
    void aBareKeyHasNoNameAndNoDates() throws Exception {
        byte[] der = pair.getPublic().getEncoded();

        assertThat(descriptions.describe(registered(Kind.PUBLIC_KEY, der)))
                .isEqualTo(new KeyDescription(
                        new KeyType("EC", 256),
                        JwkMembers.thumbprint(pair.getPublic()),
                        sha256(der),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "15, 0f", "255, ff", "65536, 010000", "-1, -01"})
    void aSerialIsWrittenInWholeBytes(BigInteger serial, String shown) throws Exception {
        assertThat(text(serial, new X500Name("CN=billing")).serial()).isEqualTo(shown);
    }

    @Test
    void aSerialOfAnyLengthIsShort() throws Exception {
        BigInteger longest = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);

        assertThat(text(longest, new X500Name("CN=billing")).serial()).isEqualTo("f".repeat(40));
        assertThat(text(longest.add(BigInteger.ONE), new X500Name("CN=billing")).serial())
                .isEqualTo("(of 161 bits)");
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of("a,b+c\"d\\e<f>;g=h", "CN=a\\,b\\+c\\\"d\\\\e\\<f\\>\\;g\\=h"),
                Arguments.of(" #x ", "CN=\\ \\#x\\ "),
                Arguments.of("#x", "CN=\\#x"),
                Arguments.of("x\r\ny\u001b[31m", "CN=x\\0D\\0Ay\\1B[31m"),
                Arguments.of("x\0y", "CN=x\\00y"),
                Arguments.of("x\u202egnp.exe", "CN=x\\E2\\80\\AEgnp.exe"),
                Arguments.of("x\u2028y\u0085z", "CN=x\\E2\\80\\A8y\\C2\\85z"),
                Arguments.of("<script>\u00e4\ud83d\udd11", "CN=\\<script\\>\u00e4\ud83d\udd11"),
                Arguments.of("", "CN="));
    }

    @ParameterizedTest
    @MethodSource
    void names(String value, String shown) throws Exception {
        CertificateText text = text(BigInteger.ONE, name(value));

        assertThat(text.subject()).isEqualTo(shown);
        assertThat(text.issuer()).isEqualTo(shown);
        // Parsing the text gives the name back.
        assertThat(new LdapName(shown).getRdn(0).getValue()).isEqualTo(value);
    }

    static Stream<Arguments> stringTypes() throws Exception {
        return Stream.of(
                Arguments.of(new DERT61String("M\u00fcller & S\u00f6hne"), "CN=M\u00fcller & S\u00f6hne"),
                Arguments.of(new DERBMPString("B\u00fccher, \u4e66"), "CN=B\u00fccher\\, \u4e66"),
                Arguments.of(new DERBMPString("x\u202ey\0"), "CN=x\\E2\\80\\AEy\\00"),
                Arguments.of(
                        new DERUniversalString("\ud83d\udd11a".getBytes(Charset.forName("UTF-32BE"))),
                        "CN=\ud83d\udd11a"),
                Arguments.of(new DERIA5String("a@example.com"), "CN=a@example.com"),
                Arguments.of(new DERBitString(new byte[] {1}), "CN=#03020001"),
                Arguments.of(new DEROctetString(new byte[] {'a'}), "CN=#040161"),
                // The bytes of Latin-1 in a string that says UTF-8.
                Arguments.of(utf8("M", 0xFC, "ller, x"), "CN=M\\FCller\\, x"),
                Arguments.of(utf8("\u001b[31m", 0xC0, "\u0080"), "CN=\\1B[31m\\C0\\80"),
                Arguments.of(utf8("", 0xE2, ""), "CN=\\E2"));
    }

    @ParameterizedTest
    @MethodSource("stringTypes")
    void file4_namesInAnyStringTypeAreReadableOnEveryJava(ASN1Encodable value, String shown) throws Exception {
        X500Name name =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, value).build();

        assertThat(text(BigInteger.ONE, name).subject()).isEqualTo(shown);
    }

    private static ASN1Encodable utf8(String before, int octet, String after) throws Exception {
        byte[] first = before.getBytes(StandardCharsets.ISO_8859_1);
        byte[] last = after.getBytes(StandardCharsets.ISO_8859_1);
        byte[] encoded = new byte[first.length + last.length + 3];
        encoded[0] = BERTags.UTF8_STRING;
        encoded[1] = (byte) (encoded.length - 2);
        System.arraycopy(first, 0, encoded, 2, first.length);
        encoded[first.length + 2] = (byte) octet;
        System.arraycopy(last, 0, encoded, first.length + 3, last.length);
        return ASN1Primitive.fromByteArray(encoded);
    }

    @Test
    void anUnknownTypeIsNotInterpreted() throws Exception {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("a"))
                .build();

        assertThat(text(BigInteger.ONE, name).subject()).isEqualTo("1.2.3.4=#0c0161");
    }

    @Test
    void whatPeopleKnowByNameIsShownByName() throws Exception {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "CH")
                .addRDN(BCStyle.O, "Example")
                .addRDN(BCStyle.EmailAddress, "a@example.com")
                .addMultiValuedRDN(
                        new ASN1ObjectIdentifier[] {BCStyle.CN, BCStyle.SERIALNUMBER}, new String[] {"billing", "7"})
                .build();

        assertThat(text(BigInteger.ONE, name).subject())
                .isIn(
                        "CN=billing+SERIALNUMBER=7,EMAILADDRESS=a@example.com,O=Example,C=CH",
                        "SERIALNUMBER=7+CN=billing,EMAILADDRESS=a@example.com,O=Example,C=CH");
    }

    @Test
    void aNameOf30KilobytesIsCut() throws Exception {
        for (String value : new String[] {
            "x".repeat(30_000),
            "\0".repeat(20_000),
            "\ud83d\udd11".repeat(7_000),
            ",".repeat(30_000),
            "y" + ",".repeat(30_000)
        }) {
            String shown = text(BigInteger.ONE, name(value)).subject();

            assertThat(shown).startsWith("CN=").endsWith("\u2026");
            assertThat(shown.length()).isBetween(NameText.MAX_CHARS - 12, NameText.MAX_CHARS + 1);
            // Neither a character nor an escape is torn apart.
            String kept = shown.substring(0, shown.length() - 1);
            assertThat(value).startsWith((String) new LdapName(kept).getRdn(0).getValue());
            assertThat(kept.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }

    @Test
    void manyPartsOfANameAreCutToo() throws Exception {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        for (int i = 0; i < 1_500; i++) {
            name.addRDN(BCStyle.OU, "u" + i);
        }

        assertThat(text(BigInteger.ONE, name.build()).subject())
                .startsWith("OU=u1499,OU=u1498,")
                .hasSizeLessThanOrEqualTo(NameText.MAX_CHARS + 1);
    }

    @Test
    void whatTheStoreHoldsMayBeRuined() {
        for (String der : new String[] {"", "!", "MAA=", Base64.getEncoder().encodeToString(new byte[100])}) {
            for (Kind kind : Kind.values()) {
                ClientCertificate ruined = registered(kind, der);

                assertThatThrownBy(() -> descriptions.describe(ruined))
                        .isInstanceOf(UnacceptableKeyException.class)
                        .hasMessageContaining("cannot be read any more");
            }
        }
    }

    /** Or a page about a client would break over a certificate that was let in. */
    @Test
    void whateverIsRegisteredCanBeDescribed() throws Exception {
        byte[] good = certificate(BigInteger.ONE, name("a\u00e4b"));
        int described = 0;
        for (int tag = 0; tag < 256; tag++) {
            byte[] odd = good.clone();
            for (int i = 0; i < odd.length - 2; i++) {
                if (odd[i] == BERTags.UTF8_STRING && odd[i + 1] == 4 && odd[i + 2] == 'a') {
                    odd[i] = (byte) tag;
                }
            }
            try {
                new Registration(() -> TestKeys.NOT_BEFORE).of(new FoundKey(ParsedKey.certificate(odd)), "");
            } catch (UnacceptableKeyException e) {
                continue;
            }
            assertThat(descriptions.describe(registered(Kind.CERTIFICATE, odd)).certificate())
                    .get()
                    .extracting(CertificateText::subject)
                    .asString()
                    .as("tag " + tag)
                    .startsWith("CN=");
            described++;
        }
        assertThat(described).isGreaterThan(1);
    }

    private CertificateText text(BigInteger serial, X500Name name) throws Exception {
        byte[] der = certificate(serial, name);
        return descriptions
                .describe(registered(Kind.CERTIFICATE, der))
                .certificate()
                .orElseThrow();
    }

    private static byte[] certificate(BigInteger serial, X500Name name) throws Exception {
        return new X509v3CertificateBuilder(
                        name,
                        serial,
                        Date.from(TestKeys.NOT_BEFORE),
                        Date.from(TestKeys.NOT_AFTER),
                        name,
                        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static X500Name name(String value) {
        ASN1Encodable text = new DERUTF8String(value);
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, text).build();
    }

    private static ClientCertificate registered(Kind kind, byte[] der) {
        return registered(kind, Base64.getEncoder().encodeToString(der));
    }

    private static ClientCertificate registered(Kind kind, String der) {
        return new ClientCertificate(
                "id", "kid", "alias", kind, der, TestKeys.NOT_BEFORE, Optional.empty(), Optional.empty());
    }

    private static String sha256(byte[] der) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    }
}
