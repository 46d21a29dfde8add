package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter.ImportedKeys;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl and keytool make can be imported. */
class FilesOfToolsIT {

    @TempDir
    private static Path folder;

    private static Workshop workshop;

    private final Uploads uploads = new Uploads(InstantSource.system());

    @BeforeAll
    static void make() throws Exception {
        workshop = new Workshop(folder)
                // An authority, and a client's certificate by it.
                .openssl("req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=authority -keyout ca.key -out ca.pem")
                .openssl("req -newkey rsa:2048 -nodes -subj /CN=billing -keyout client.key -out client.csr")
                .openssl("x509 -req -in client.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 8 -out client.pem")
                .openssl("x509 -in client.pem -outform DER -out client.der");
    }

    @ParameterizedTest
    @CsvSource({
        "modern, ''",
        "legacy, -legacy",
        "rc2, -legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128",
        "3des, -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg SHA1",
        "aes128, -keypbe AES-128-CBC -certpbe AES-128-CBC -macalg SHA512",
        "des3, -certpbe DES-EDE3-CBC",
        "nomac, -nomac -certpbe AES-256-CBC",
        "clear, -keypbe NONE -certpbe NONE",
        "chain, -certfile ca.pem",
        "iterated, -iter 100000"
    })
    void pkcs12OfOpenssl(String name, String options) throws Exception {
        workshop.openssl(("pkcs12 -export -inkey client.key -in client.pem -name billing -passout pass:changeit -out "
                        + name + ".p12 " + options)
                .strip());

        assertIsClient(uploads.bring(ImportFormat.PKCS12, workshop.file(name + ".p12"), Uploads.PASSWORD), true);
        assertThatThrownBy(() -> uploads.bring(ImportFormat.PKCS12, workshop.file(name + ".p12"), "another"))
                .isInstanceOf(UnacceptableKeyException.class)
                .hasMessageContaining("password is wrong")
                .extracting(e -> ((UnacceptableKeyException) e).field())
                .isEqualTo("store_password");
    }

    @Test
    void pkcs12WithoutAnyPassword() throws Exception {
        workshop.openssl("pkcs12 -export -nokeys -in client.pem -nomac -certpbe NONE -passout pass: -out open.p12")
                .openssl("pkcs12 -export -nokeys -in client.pem -passout pass: -out empty.p12")
                .openssl("pkcs12 -export -legacy -nokeys -in client.pem -passout pass: -out empty-legacy.p12")
                .openssl("pkcs12 -export -nokeys -in client.pem -passout pass:x -out x.p12");

        for (String name : List.of("open.p12", "empty.p12", "empty-legacy.p12")) {
            ImportedKeys keys = uploads.bring(ImportFormat.PKCS12, workshop.file(name));
            assertThat(Base64.getDecoder().decode(Uploads.only(keys).der())).isEqualTo(workshop.file("client.der"));
            assertThat(keys.warnings()).isEmpty();
        }
        assertThatThrownBy(() -> uploads.bring(ImportFormat.PKCS12, workshop.file("x.p12")))
                .hasMessageStartingWith("The PKCS #12 file has a password; give it.");
    }

    @Test
    void aPasswordMayHaveAnyLetters() throws Exception {
        workshop.put("password", "pässwörd€😀".getBytes(StandardCharsets.UTF_8))
                .openssl("pkcs12 -export -inkey client.key -in client.pem -name billing -passout file:password"
                        + " -out letters.p12")
                .openssl("pkcs12 -export -legacy -inkey client.key -in client.pem -name billing -passout file:password"
                        + " -out letters-legacy.p12");

        for (String name : List.of("letters.p12", "letters-legacy.p12")) {
            assertIsClient(uploads.bring(ImportFormat.PKCS12, workshop.file(name), "pässwörd€😀"), true);
        }
    }

    @ParameterizedTest
    @CsvSource({"JKS, jks", "PKCS12, p12"})
    void keyStoresOfKeytool(ImportFormat format, String suffix) throws Exception {
        String store = "keytool." + suffix;
        String common = " -storetype " + format + " -keystore " + store + " -storepass changeit";
        workshop.keytool("-genkeypair -keyalg RSA -keysize 2048 -dname CN=billing -validity 9 -alias Billing"
                        + " -keypass changeit" + common)
                .keytool("-importcert -noprompt -alias authority -file ca.pem" + common)
                .keytool("-exportcert -alias billing -file " + store + ".der" + common);

        ImportedKeys keys = uploads.bring(format, workshop.file(store), Uploads.PASSWORD);

        assertThat(Uploads.only(keys).alias()).isEqualTo("billing");
        assertThat(Base64.getDecoder().decode(Uploads.only(keys).der())).isEqualTo(workshop.file(store + ".der"));
        assertThat(keys.warnings()).hasSize(1).first().asString().contains("should not travel");
        ImportedKeys trusted = uploads.bring(
                format, workshop.file(store), Optional.of("AUTHORITY"), Optional.of(Uploads.PASSWORD), false);
        assertThat(Uploads.only(trusted).alias()).isEqualTo("authority");
        assertThatThrownBy(() -> uploads.bring(
                        format, workshop.file(store), Optional.of("other"), Optional.of(Uploads.PASSWORD), false))
                .hasMessageContaining("\"billing\"")
                .hasMessageContaining("\"authority\"");
        assertThatThrownBy(() -> uploads.bring(format, workshop.file(store), "another"))
                .hasMessageContaining("password is wrong");
        assertThatThrownBy(() -> uploads.bring(format, workshop.file(store))).hasMessageContaining("has a password");
    }

    @ParameterizedTest
    @CsvSource({"JKS, jks", "PKCS12, p12"})
    void oneOfSeveralKeysHasToBeChosen(ImportFormat format, String suffix) throws Exception {
        String store = "several." + suffix;
        String common = " -dname CN=billing -storetype " + format + " -keystore " + store
                + " -storepass changeit -keypass changeit";
        workshop.keytool("-genkeypair -keyalg EC -groupname secp256r1 -alias one" + common)
                .keytool("-genkeypair -keyalg Ed25519 -alias two" + common);

        assertThatThrownBy(() -> uploads.bring(format, workshop.file(store), Uploads.PASSWORD))
                .hasMessageContaining("\"one\"")
                .hasMessageContaining("\"two\"")
                .extracting(e -> ((UnacceptableKeyException) e).field())
                .isEqualTo("alias");
        for (String alias : List.of("one", "two")) {
            assertThat(Uploads.only(uploads.bring(
                                    format,
                                    workshop.file(store),
                                    Optional.of(alias),
                                    Optional.of(Uploads.PASSWORD),
                                    false))
                            .alias())
                    .isEqualTo(alias);
        }
    }

    @Test
    void adm5_keysOfOlderJavaAreInTheOlderEncryption() throws Exception {
        workshop.keytool("-J-Dkeystore.pkcs12.legacy -genkeypair -keyalg RSA -dname CN=billing -alias billing"
                + " -storetype PKCS12 -keystore older.p12 -storepass changeit");

        assertThat(Uploads.only(uploads.bring(ImportFormat.PKCS12, workshop.file("older.p12"), Uploads.PASSWORD))
                        .alias())
                .isEqualTo("billing");
    }

    @Test
    void adm5_jceksIsRefused() throws Exception {
        workshop.keytool("-genkeypair -keyalg RSA -dname CN=billing -alias billing -storetype JCEKS -keystore x.jceks"
                + " -storepass changeit -keypass changeit");

        assertThatThrownBy(() -> uploads.bring(ImportFormat.JKS, workshop.file("x.jceks"), Uploads.PASSWORD))
                .hasMessageContaining("JCEKS")
                .hasMessageContaining("PKCS12");
    }

    @Test
    void chainsInWhateverOrderAndForm() throws Exception {
        workshop.openssl("crl2pkcs7 -nocrl -certfile ca.pem -certfile client.pem -out bundle.p7b")
                .openssl("crl2pkcs7 -nocrl -certfile ca.pem -certfile client.pem -outform DER -out bundle.der")
                .openssl(
                        "pkcs12 -export -inkey client.key -in client.pem -certfile ca.pem -passout pass:x -out bag.p12")
                .openssl("pkcs12 -in bag.p12 -passin pass:x -nodes -out bag.pem")
                .openssl("x509 -in client.pem -text -out text.pem");
        byte[] leafFirst = joined("client.pem", "ca.pem");

        for (byte[] content : List.of(
                workshop.file("client.pem"),
                workshop.file("client.der"),
                workshop.file("text.pem"),
                leafFirst,
                joined("ca.pem", "client.pem"),
                workshop.file("bundle.p7b"),
                workshop.file("bundle.der"))) {
            assertIsClient(uploads.bring(ImportFormat.CERTIFICATE_PEM, content), false);
        }
        ImportedKeys withKey = uploads.bring(ImportFormat.CERTIFICATE_PEM, workshop.file("bag.pem"));
        assertIsClient(withKey, false, "make a new key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-newkey rsa:2048",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-384",
                "-newkey ec -pkeyopt ec_paramgen_curve:P-521",
                "-newkey ed25519",
                "-newkey rsa:2048 -sha1",
                "-newkey rsa:2048 -sigopt rsa_padding_mode:pss"
            })
    void requestsAndKeys(String options) throws Exception {
        workshop.openssl("req -new -nodes -subj /CN=billing -keyout r.key -out r.csr " + options)
                .openssl("req -in r.csr -outform DER -out r.der")
                .openssl("req -in r.csr -pubkey -noout -out r.pub")
                .openssl("pkey -pubin -in r.pub -outform DER -out r.pub.der");

        for (byte[] content : List.of(
                workshop.file("r.csr"),
                workshop.file("r.der"),
                Uploads.bytes(new String(workshop.file("r.csr"), StandardCharsets.US_ASCII)
                        .replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")))) {
            assertIsKey(uploads.bring(ImportFormat.CSR, content));
        }
        assertIsKey(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, workshop.file("r.pub")));
        assertIsKey(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, workshop.file("r.pub.der")));
        if (options.contains("rsa")) {
            workshop.openssl("rsa -pubin -in r.pub -RSAPublicKey_out -out r.pkcs1")
                    .openssl("rsa -pubin -in r.pub -RSAPublicKey_out -outform DER -out r.pkcs1.der");
            assertIsKey(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, workshop.file("r.pkcs1")));
            assertIsKey(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, workshop.file("r.pkcs1.der")));
        }
    }

    @Test
    void jwt15_aRequestHasToBeSignedWithItsOwnKeyAndNotWithMd5() throws Exception {
        workshop.openssl("req -new -newkey rsa:2048 -nodes -subj /CN=billing -md5 -keyout m.key -out m.csr")
                .openssl("req -new -newkey rsa:2048 -nodes -subj /CN=billing -keyout n.key -outform DER -out n.der");
        byte[] forged = workshop.file("n.der");
        forged[forged.length - 1] ^= 1;

        assertThatThrownBy(() -> uploads.bring(ImportFormat.CSR, workshop.file("m.csr")))
                .hasMessageContaining("is not accepted");
        assertThatThrownBy(() -> uploads.bring(ImportFormat.CSR, forged))
                .hasMessageContaining("not signed with its own key");
    }

    private static void assertIsKey(ImportedKeys keys) {
        ClientCertificate key = Uploads.only(keys);
        assertThat(key.kind()).isEqualTo(Kind.PUBLIC_KEY);
        assertThat(Base64.getDecoder().decode(key.der())).isEqualTo(workshop.file("r.pub.der"));
        assertThat(keys.warnings()).isEmpty();
    }

    private static void assertIsClient(ImportedKeys keys, boolean ofStore) {
        assertIsClient(keys, ofStore, ofStore ? "should not travel" : "");
    }

    private static void assertIsClient(ImportedKeys keys, boolean ofStore, String warning) {
        ClientCertificate certificate = Uploads.only(keys);
        assertThat(certificate.kind()).isEqualTo(Kind.CERTIFICATE);
        assertThat(Base64.getDecoder().decode(certificate.der())).isEqualTo(workshop.file("client.der"));
        assertThat(certificate.alias()).isEqualTo(ofStore ? "billing" : "");
        assertThat(certificate.notAfter()).isPresent();
        if (warning.isEmpty()) {
            assertThat(keys.warnings()).isEmpty();
        } else {
            assertThat(keys.warnings()).hasSize(1).first().asString().contains(warning);
        }
    }

    private static byte[] joined(String... names) {
        StringBuilder joined = new StringBuilder();
        for (String name : names) {
            joined.append(new String(workshop.file(name), StandardCharsets.US_ASCII));
        }
        return Uploads.bytes(joined.toString());
    }
}
