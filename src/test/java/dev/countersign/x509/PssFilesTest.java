package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.countersign.auth.Recency;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.KeyType;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with keys of the form id-RSASSA-PSS (RFC 4055, section 1.2). */
class PssFilesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final PSSParameterSpec SHA256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    private static final PSSParameterSpec SHA1 = new PSSParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, 20, 1);

    private static final long LITTLE_BYTES = 64L << 20;

    private static KeyPair rsa;
    private static KeyPair open;
    private static KeyPair bound;

    private final Uploads uploads = new Uploads(NOW);

    @BeforeAll
    static void make() throws Exception {
        rsa = TestKeys.rsa(2048);
        open = as(null);
        bound = as(SHA256);
    }

    @Test
    void jwt7_aCertificateABareKeyARequestAndAKeyStore() throws Exception {
        byte[] certificate = certificate(open, "SHA256withRSAandMGF1");

        assertRegistered(ImportFormat.CERTIFICATE_PEM, certificate, new KeyType("RSASSA-PSS", 2048));
        assertRegistered(
                ImportFormat.CERTIFICATE_PEM,
                Uploads.bytes(TestKeys.pem("CERTIFICATE", certificate)),
                new KeyType("RSASSA-PSS", 2048));
        assertRegistered(ImportFormat.PUBLIC_KEY_PEM, open.getPublic().getEncoded(), new KeyType("RSASSA-PSS", 2048));
        assertRegistered(ImportFormat.CSR, request(open, "SHA384withRSAandMGF1"), new KeyType("RSASSA-PSS", 2048));
        KeyType sole = new KeyType("RSASSA-PSS", 2048, Optional.of(JwsAlgorithm.PS256));
        assertRegistered(ImportFormat.CERTIFICATE_PEM, certificate(bound, "SHA512withRSA"), sole);
        assertRegistered(ImportFormat.PUBLIC_KEY_PEM, bound.getPublic().getEncoded(), sole);
        assertRegistered(ImportFormat.CSR, request(bound, "SHA256withRSAandMGF1"), sole);
        assertRegistered(ImportFormat.JKS, jks(certificate(bound, "SHA256withRSAandMGF1")), sole);
    }

    /** RFC 4055, section 3.3: parameters of the signature are those of the key. */
    @ParameterizedTest
    @CsvSource({
        "SHA256withRSA, is signed in another way. Make it anew",
        "SHA1withRSA, is signed in another way. Make it anew",
        "SHA384withRSAandMGF1, cannot be checked",
    })
    void aRequestThatIsSignedAgainstItsOwnKeyIsRefused(String algorithm, String reason) throws Exception {
        byte[] request = request(bound, algorithm);
        assertThatThrownBy(() -> uploads.bring(ImportFormat.CSR, request)).hasMessageContaining(reason);
    }

    @Test
    void jwt7_aKeyThatNoAlgorithmTakesIsRefusedWithTheReason() throws Exception {
        KeyPair older = as(SHA1);
        for (Map.Entry<ImportFormat, byte[]> file : Map.of(
                        ImportFormat.PUBLIC_KEY_PEM, older.getPublic().getEncoded(),
                        ImportFormat.CERTIFICATE_PEM, certificate(older, "SHA256withRSA"))
                .entrySet()) {
            assertThatThrownBy(() -> uploads.bring(file.getKey(), file.getValue()))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .hasMessageStartingWith("This RSA key is bound to RSASSA-PSS with SHA-1")
                    .hasMessageContaining("openssl genpkey");
        }
    }

    @Test
    void jwt15_itsModulusIsChecked() throws Exception {
        AlgorithmIdentifier pss = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS);
        RSAPublicKey small = (RSAPublicKey) TestKeys.rsa(1024).getPublic();
        byte[] info = new SubjectPublicKeyInfo(
                        pss, new org.bouncycastle.asn1.pkcs.RSAPublicKey(small.getModulus(), small.getPublicExponent()))
                .getEncoded();

        assertThatThrownBy(() -> uploads.bring(ImportFormat.PUBLIC_KEY_PEM, info))
                .hasMessageContaining("this one has 1024");
    }

    /** NULL in the place of no parameters, the order of parameters, a hash function with NULL or without. */
    @Test
    void aBareKeyIsStoredInOneEncoding() throws Exception {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        org.bouncycastle.asn1.pkcs.RSAPublicKey numbers =
                new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent());
        AlgorithmIdentifier withoutNull = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                withoutNull,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, withoutNull),
                new ASN1Integer(32),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);

        assertThat(stored(new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, DERNull.INSTANCE), numbers)))
                .isEqualTo(open.getPublic().getEncoded());
        assertThat(stored(new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters), numbers)))
                .isEqualTo(bound.getPublic().getEncoded());
    }

    /** A library allocates a salt as long as the signature claims. */
    @ParameterizedTest
    @ValueSource(longs = {1025, 300_000_000, Integer.MAX_VALUE, 1L << 40, -1})
    void adm5_aSaltOfHundredsOfMegabytes(long salt) throws Exception {
        AlgorithmIdentifier sha1 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.14.3.2.26"), DERNull.INSTANCE);
        ContentSigner claims = claiming(new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                new RSASSAPSSparams(
                        sha1,
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha1),
                        new ASN1Integer(salt),
                        RSASSAPSSparams.DEFAULT_TRAILER_FIELD)));
        X500Principal name = new X500Principal("CN=billing");
        byte[] request = new JcaPKCS10CertificationRequestBuilder(name, rsa.getPublic())
                .build(claims)
                .getEncoded();
        byte[] certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(TestKeys.NOT_BEFORE),
                        Date.from(TestKeys.NOT_AFTER),
                        name,
                        rsa.getPublic())
                .build(claims)
                .getEncoded();
        String chain = TestKeys.pem("CERTIFICATE", certificate)
                + TestKeys.pem("CERTIFICATE", certificate(TestKeys.rsa(2048), "SHA256withRSA"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> uploads.bring(ImportFormat.CSR, request)).isInstanceOf(UnacceptableKeyException.class);
        for (byte[] file : List.of(certificate, Uploads.bytes(chain))) {
            assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, file))
                    .isInstanceOf(UnacceptableKeyException.class);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(LITTLE_BYTES);
    }

    private static ContentSigner claiming(AlgorithmIdentifier algorithm) {
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return algorithm;
            }

            @Override
            public OutputStream getOutputStream() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public byte[] getSignature() {
                return new byte[256];
            }
        };
    }

    private byte[] stored(SubjectPublicKeyInfo info) throws Exception {
        return Base64.getDecoder()
                .decode(Uploads.only(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, info.getEncoded()))
                        .der());
    }

    /** What is registered, shown, and verified with is the same kind of key. */
    private void assertRegistered(ImportFormat format, byte[] file, KeyType type) {
        ClientCertificate registered = Uploads.only(uploads.bring(format, file, Uploads.PASSWORD));
        assertThat(new KeyDescriptions().describe(registered).type()).isEqualTo(type);
        ClientProfile profile = new ClientProfile(
                "", "", AccessType.CONFIDENTIAL, true, new AuthMethod("x"), Scopes.NONE, List.of(), false, Map.of());
        Client client = new Client(new ClientId("billing"), profile, List.of(), 1, NOW, NOW)
                .withCertificates(List.of(registered));
        List<VerificationKey> keys =
                new RegisteredKeys(() -> NOW).resolve(client, Recency.since(0)).keys();
        assertThat(keys).hasSize(1);
        assertThat(Stream.of(JwsAlgorithm.values())
                        .filter(algorithm -> algorithm.fits(keys.get(0).key())))
                .isEqualTo(type.boundTo()
                        .map(List::of)
                        .orElse(List.of(JwsAlgorithm.PS256, JwsAlgorithm.PS384, JwsAlgorithm.PS512)));
    }

    /** The private half is an ordinary key, which signs in every way. */
    private static KeyPair as(@Nullable PSSParameterSpec parameters) throws Exception {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        PublicKey pss = KeyFactory.getInstance("RSASSA-PSS")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent(), parameters));
        return new KeyPair(pss, rsa.getPrivate());
    }

    private static byte[] certificate(KeyPair pair, String algorithm) throws Exception {
        return new CertificateRecipe(pair).signedBy(pair, algorithm).make();
    }

    private static byte[] request(KeyPair pair, String algorithm) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=billing"), pair.getPublic())
                .build(new JcaContentSignerBuilder(algorithm)
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(pair.getPrivate()))
                .getEncoded();
    }

    private static byte[] jks(byte[] certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setCertificateEntry(
                "billing", ParsedKey.certificate(certificate).certificate().orElseThrow());
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        store.store(archive, Uploads.PASSWORD.toCharArray());
        return archive.toByteArray();
    }
}
