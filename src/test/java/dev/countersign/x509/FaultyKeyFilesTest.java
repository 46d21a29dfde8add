package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.jose.ImportedKeySet;
import dev.countersign.keys.RsaKeys;
import dev.countersign.keys.UnsignedNumber;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** FILE-4: an RSA key of the faulty library (CVE-2017-15361) is registered in no format. */
class FaultyKeyFilesTest {

    private static final Map<ImportFormat, byte[]> FILES = new EnumMap<>(ImportFormat.class);

    private final Uploads uploads = new Uploads(new ImportedKeySet(), () -> Instant.parse("2026-03-01T12:00:00Z"));

    @BeforeAll
    static void make() throws Exception {
        KeyPair pair = RsaKeys.faulty(3);
        X509Certificate certificate = TestKeys.certificate(pair);
        FILES.put(ImportFormat.CERTIFICATE_PEM, certificate.getEncoded());
        FILES.put(ImportFormat.PUBLIC_KEY_PEM, pair.getPublic().getEncoded());
        FILES.put(
                ImportFormat.CSR,
                new JcaPKCS10CertificationRequestBuilder(certificate.getSubjectX500Principal(), pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                        .getEncoded());
        for (String type : new String[] {"PKCS12", "JKS", "BCFKS"}) {
            KeyStore store =
                    type.equals("JKS") ? KeyStore.getInstance(type) : KeyStore.getInstance(type, BouncyCastle.PROVIDER);
            store.load(null, null);
            store.setKeyEntry(
                    "billing", pair.getPrivate(), Uploads.PASSWORD.toCharArray(), new Certificate[] {certificate});
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            store.store(archive, Uploads.PASSWORD.toCharArray());
            FILES.put(ImportFormat.valueOf(type), archive.toByteArray());
        }
        String modulus = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(UnsignedNumber.bytes(((RSAPublicKey) pair.getPublic()).getModulus(), 256));
        FILES.put(
                ImportFormat.JWKS,
                Uploads.bytes("{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + modulus + "\"}]}"));
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void file4_itIsRefusedWithTheReason(ImportFormat format) {
        byte[] file = Objects.requireNonNull(FILES.get(format));

        assertThatThrownBy(() -> uploads.bring(format, file, Uploads.PASSWORD))
                .isInstanceOf(UnacceptableKeyException.class)
                .hasMessageContaining("CVE-2017-15361")
                .hasMessageContaining("openssl genpkey");
    }
}
