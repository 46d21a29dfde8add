package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.jcajce.BCFKSLoadStoreParameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ADM-5: hostile files are refused in little time and memory. */
class HostileFilesTest {

    /** Of work: the machine may do much else. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final Duration GIVEN_UP = Duration.ofMinutes(1);

    /** In bytes, everything that was ever asked for. */
    private static final long LITTLE = 64L << 20;

    private static final BigInteger TEN_MILLION = BigInteger.valueOf(10_000_000);
    private static final byte[] SALT = new byte[8];
    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private static final ASN1ObjectIdentifier SCRYPT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

    private static KeyPair pair;
    private static X509Certificate certificate;

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @BeforeAll
    static void make() throws Exception {
        pair = TestKeys.ec("secp256r1");
        certificate = TestKeys.certificate(pair);
    }

    @Test
    void adm5_tenMillionIterationsAnywhereInAPkcs12File() throws Exception {
        AlgorithmIdentifier older = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
                new PKCS12PBEParams(SALT, TEN_MILLION.intValue()));
        AlgorithmIdentifier pbes2 = pbes2(
                new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, TEN_MILLION.intValue())));
        for (byte[] file : new byte[][] {
            pfx(mac(TEN_MILLION)),
            pfx(mac(BigInteger.ONE.shiftLeft(400))),
            pfx(mac(BigInteger.ZERO)),
            pfx(mac(BigInteger.valueOf(-1))),
            pfx(mac(BigInteger.valueOf(1_000_001))),
            pfx(mac(BigInteger.ONE), encrypted(older)),
            pfx(mac(BigInteger.ONE), encrypted(pbes2)),
            pfx(mac(BigInteger.ONE), shrouded(older)),
            pfx(mac(BigInteger.ONE), shrouded(pbes2))
        }) {
            assertRefused(ImportFormat.PKCS12, file, "iterations to derive a key");
        }
    }

    @Test
    void adm5_manyDerivationsThatAreEachAllowed() throws Exception {
        AlgorithmIdentifier dear =
                pbes2(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, 300_000)));

        assertRefused(
                ImportFormat.PKCS12,
                pfx(mac(BigInteger.valueOf(300_000)), encrypted(dear), encrypted(dear), encrypted(dear)),
                "1000000 iterations or");
    }

    @Test
    void adm5_aDerivationThatIsAllowedAndMadeForEachBlockOfTheKey() throws Exception {
        // A key of 32 bytes takes two blocks of SHA-1, and the start value of the older cipher is derived as well.
        AlgorithmIdentifier sha1 =
                pbes2(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, 700_000)));
        AlgorithmIdentifier older = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC, new PKCS12PBEParams(SALT, 900_000));
        for (AlgorithmIdentifier dear : new AlgorithmIdentifier[] {sha1, older}) {
            assertRefused(ImportFormat.PKCS12, pfx(mac(BigInteger.ONE), encrypted(dear)), "2500000 hashes in all");
        }
    }

    @Test
    void adm5_theEmptyPasswordIsTriedInTwoSpellings() throws Exception {
        byte[] file = pfx(
                mac(BigInteger.ONE),
                encrypted(pbes2(
                        new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, 400_000)))));

        assertRefused(ImportFormat.PKCS12, file, "password is wrong");
        assertThatThrownBy(() -> uploads.bring(ImportFormat.PKCS12, file))
                .isInstanceOf(UnacceptableKeyException.class)
                .hasMessageContaining("2500000 hashes in all");
    }

    @Test
    void adm5_aKeyOfAMillionBytes() throws Exception {
        assertRefused(
                ImportFormat.PKCS12,
                pfx(
                        mac(BigInteger.ONE),
                        encrypted(pbes2(new KeyDerivationFunc(
                                PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, 1000, 1_000_000))))),
                "no cipher has");
    }

    @Test
    void adm5_scryptOfMoreThan64MiB() throws Exception {
        for (int[] parameters : new int[][] {
            {1 << 20, 8, 1},
            {1 << 16, 9, 1},
            {3, 8, 1},
            {1 << 14, 8, 1000},
            {1, 8, 1},
            // Few rounds over wide or many blocks, all of which have to be made first.
            {2, 1 << 18, 1},
            {2, 1, 500_000}
        }) {
            assertRefused(
                    ImportFormat.PKCS12,
                    pfx(mac(BigInteger.ONE), encrypted(pbes2(new KeyDerivationFunc(SCRYPT, scrypt(parameters))))),
                    "scrypt|too much work");
            assertRefused(
                    ImportFormat.BCFKS, withDerivation(bcfks(), SCRYPT, scrypt(parameters)), "scrypt|too much work");
        }
    }

    @Test
    void adm5_tenMillionIterationsInABcfksFile() throws Exception {
        assertRefused(
                ImportFormat.BCFKS,
                withDerivation(
                        bcfks(),
                        PKCSObjectIdentifiers.id_PBKDF2,
                        new PBKDF2Params(
                                SALT,
                                TEN_MILLION.intValue(),
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA512, DERNull.INSTANCE))),
                "iterations to derive a key");
    }

    @Test
    void adm5_aPkcs12FileOfManyBagsOrOfNestedOnes() throws Exception {
        SafeBag[] many = new SafeBag[101];
        Arrays.fill(many, bag());
        SafeBag nested = bag();
        for (int i = 0; i < 5; i++) {
            nested = new SafeBag(PKCSObjectIdentifiers.safeContentsBag, new DERSequence(nested));
        }

        assertRefused(ImportFormat.PKCS12, pfx(mac(BigInteger.ONE), plain(many)), "more than 100 entries");
        assertRefused(ImportFormat.PKCS12, pfx(mac(BigInteger.ONE), plain(nested)), "nested too deeply");
    }

    @Test
    void adm5_lengthsInAJksFileAreNotBelieved() throws Exception {
        int huge = 0x7FFFFFF0;
        assertRefused(ImportFormat.JKS, jks(huge, out -> {}), "more than 100 entries");
        assertRefused(ImportFormat.JKS, jks(-1, out -> {}), "more than 100 entries");
        assertRefused(ImportFormat.JKS, jks(1, out -> entry(out, 1, huge)), "broken or cut off");
        assertRefused(ImportFormat.JKS, jks(1, out -> entry(out, 1, -1)), "broken or cut off");
        assertRefused(
                ImportFormat.JKS,
                jks(1, out -> {
                    entry(out, 1, 0);
                    out.writeInt(huge);
                }),
                "more than 20 certificates");
        assertRefused(
                ImportFormat.JKS,
                jks(1, out -> {
                    entry(out, 1, 0);
                    out.writeInt(1);
                    out.writeUTF("X.509");
                    out.writeInt(huge);
                }),
                "broken or cut off");
        // A secret key of JCEKS: a serialized object.
        assertRefused(ImportFormat.JKS, jks(1, out -> entry(out, 3, 0)), "broken or cut off");
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void adm5_whatIsNoKeyAtAll(ImportFormat format) {
        assertRefused(format, HexFormat.of().parseHex("cececece00000002"), "JCEKS");
        assertRefused(format, HexFormat.of().parseHex("aced00057372"), "serialized");
        assertRefused(format, HexFormat.of().parseHex("504b030414000800"), "ZIP");
        assertRefused(format, new byte[0], "empty");
        assertRefused(format, new byte[Uploads.MAX_BYTES + 1], "at most");
        byte[] random = new byte[Uploads.MAX_BYTES];
        new Random(5).nextBytes(random);
        assertRefused(format, random, ".");
        byte[] deep = new byte[Uploads.MAX_BYTES];
        Arrays.fill(deep, (byte) 0x30);
        assertRefused(format, deep, ".");
        for (int i = 1; i < deep.length; i += 2) {
            deep[i] = (byte) 0x80;
        }
        assertRefused(format, deep, ".");
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void adm5_manyTinyValues(ImportFormat format) throws Exception {
        byte[] tiny = new byte[Uploads.MAX_BYTES - 8];
        for (int i = 0; i < tiny.length; i++) {
            tiny[i] = (byte) (i % 2 == 0 ? 0x31 : 0);
        }
        byte[] sequence = new byte[tiny.length + 5];
        System.arraycopy(HexFormat.of().parseHex("3083"), 0, sequence, 0, 2);
        sequence[2] = (byte) (tiny.length >> 16);
        sequence[3] = (byte) (tiny.length >> 8);
        sequence[4] = (byte) tiny.length;
        System.arraycopy(tiny, 0, sequence, 5, tiny.length);

        assertRefused(format, sequence, ".");
    }

    @Test
    void adm5_thousandsOfCertificates() throws Exception {
        byte[] der = certificate.getEncoded();
        String pem = TestKeys.pem("CERTIFICATE", der);
        assertRefused(
                ImportFormat.CERTIFICATE_PEM,
                Uploads.bytes(pem.repeat(Uploads.MAX_BYTES / pem.length())),
                "more than 100 PEM blocks");
        assertRefused(ImportFormat.CERTIFICATE_PEM, Uploads.bytes(pem.repeat(21)), "at most 20");
        ASN1EncodableVector many = new ASN1EncodableVector();
        for (int i = 0; i < 2000; i++) {
            many.add(new DERSequence(new ASN1Integer(i)));
        }
        assertRefused(ImportFormat.CERTIFICATE_PEM, signedData(new DERSet(many)), "at most 20");
    }

    @Test
    void adm5_aPkcs7FileWithMoreThanCertificates() throws Exception {
        ASN1Primitive held = ASN1Primitive.fromByteArray(certificate.getEncoded());
        byte[] good = signedData(new DERSet(held));
        assertThat(uploads.bring(ImportFormat.CERTIFICATE_PEM, good).keys()).hasSize(1);

        assertRefused(ImportFormat.CERTIFICATE_PEM, signedData(new DERSet(held), new DEROctetString(good)), "nested");
        assertRefused(
                ImportFormat.CERTIFICATE_PEM,
                signedData(new DERSet(new DERTaggedObject(false, 0, DERNull.INSTANCE))),
                "nothing else");
        assertRefused(
                ImportFormat.CERTIFICATE_PEM,
                new ContentInfo(PKCSObjectIdentifiers.envelopedData, new DERSequence()).getEncoded(),
                "nothing else");
    }

    @Test
    void adm5_aCertificateWithAHugeNameOrNumber() throws Exception {
        assertRefused(
                ImportFormat.CERTIFICATE_PEM,
                new CertificateRecipe(pair).subject("CN=" + "x".repeat(65_536)).make(),
                "at most 65536 bytes");
        assertRefused(
                ImportFormat.CERTIFICATE_PEM,
                new CertificateRecipe(pair).subject("CN=" + "x".repeat(60_000)).make(),
                "at most 4096 bytes");
        assertRefused(
                ImportFormat.CERTIFICATE_PEM,
                new CertificateRecipe(pair)
                        .serial(BigInteger.ONE.shiftLeft(200))
                        .make(),
                "serial number");
    }

    @ParameterizedTest
    @EnumSource(
            value = ImportFormat.class,
            names = {"PKCS12", "JKS", "BCFKS"})
    void adm5_cutOffOrChangedKeyStores(ImportFormat format) throws Exception {
        byte[] good = store(format.name());
        assertThat(uploads.bring(format, good, Uploads.PASSWORD).keys()).hasSize(1);
        for (int length = 0; length < good.length; length += 1 + good.length / 60) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> uploads.bring(format, cut, Uploads.PASSWORD))
                    .as("cut at %s", length)
                    .isInstanceOf(UnacceptableKeyException.class);
        }
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            byte[] changed = good.clone();
            changed[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> uploads.bring(format, changed, Uploads.PASSWORD))
                    .as("change %s", i)
                    .isInstanceOf(UnacceptableKeyException.class);
        }
    }

    private void assertRefused(ImportFormat format, byte[] content, String pattern) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTimeoutPreemptively(GIVEN_UP, () -> {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long worked = threads.getCurrentThreadCpuTime();
            assertThatThrownBy(() -> uploads.bring(format, content, Uploads.PASSWORD))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .message()
                    .hasSizeLessThan(600)
                    .containsPattern(pattern);
            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - worked))
                    .isLessThan(SOON);
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(LITTLE);
        });
    }

    private static byte[] pfx(MacData mac, ContentInfo... parts) throws IOException {
        return new Pfx(
                        new ContentInfo(
                                PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(parts).getEncoded())),
                        mac)
                .getEncoded();
    }

    private static MacData mac(BigInteger iterations) {
        return MacData.getInstance(new DERSequence(new ASN1Encodable[] {
            new DigestInfo(SHA256, new byte[32]), new DEROctetString(SALT), new ASN1Integer(iterations)
        }));
    }

    private static AlgorithmIdentifier pbes2(KeyDerivationFunc derivation) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2,
                new PBES2Parameters(
                        derivation,
                        new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]))));
    }

    private static ContentInfo encrypted(AlgorithmIdentifier algorithm) {
        return new ContentInfo(
                PKCSObjectIdentifiers.encryptedData,
                new EncryptedData(PKCSObjectIdentifiers.data, algorithm, new DEROctetString(new byte[32])));
    }

    private static ContentInfo shrouded(AlgorithmIdentifier algorithm) throws IOException {
        return plain(new SafeBag(
                PKCSObjectIdentifiers.pkcs8ShroudedKeyBag,
                new EncryptedPrivateKeyInfo(algorithm, new byte[32]).toASN1Primitive()));
    }

    private static ContentInfo plain(SafeBag... bags) throws IOException {
        return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence(bags).getEncoded()));
    }

    private static SafeBag bag() {
        return new SafeBag(PKCSObjectIdentifiers.crlBag, new DERSequence());
    }

    private static DERSequence scrypt(int... parameters) {
        ASN1EncodableVector values = new ASN1EncodableVector();
        values.add(new DEROctetString(SALT));
        for (int parameter : parameters) {
            values.add(new ASN1Integer(parameter));
        }
        return new DERSequence(values);
    }

    private static byte[] bcfks() throws Exception {
        return store("BCFKS");
    }

    /** The same file with another way to derive the key of its integrity check. */
    private static byte[] withDerivation(byte[] store, ASN1ObjectIdentifier name, ASN1Encodable parameters)
            throws IOException {
        ASN1Sequence parts = ASN1Sequence.getInstance(store);
        ASN1Sequence check = ASN1Sequence.getInstance(parts.getObjectAt(1));
        return new DERSequence(new ASN1Encodable[] {
                    parts.getObjectAt(0),
                    new DERSequence(new ASN1Encodable[] {
                        check.getObjectAt(0), new AlgorithmIdentifier(name, parameters), check.getObjectAt(2)
                    })
                })
                .getEncoded();
    }

    private static byte[] signedData(DERSet certificates, ASN1Encodable... content) throws IOException {
        return new ContentInfo(PKCSObjectIdentifiers.signedData, new DERSequence(new ASN1Encodable[] {
                    new ASN1Integer(1),
                    new DERSet(),
                    content.length == 0
                            ? new DERSequence(PKCSObjectIdentifiers.data)
                            : new ContentInfo(PKCSObjectIdentifiers.data, content[0]),
                    new DERTaggedObject(false, 0, certificates),
                    new DERSet()
                }))
                .getEncoded();
    }

    /** With few iterations: what is wrong with a file is not what its password costs. */
    private static byte[] store(String type) throws Exception {
        boolean foreign = type.equals("BCFKS");
        KeyStore store = foreign ? KeyStore.getInstance(type, BouncyCastle.PROVIDER) : KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry(
                "billing", pair.getPrivate(), Uploads.PASSWORD.toCharArray(), new Certificate[] {certificate});
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        if (foreign) {
            store.store(new BCFKSLoadStoreParameter.Builder(archive, Uploads.PASSWORD.toCharArray())
                    .withStorePBKDFConfig(new PBKDF2Config.Builder()
                            .withIterationCount(1024)
                            .withSaltLength(16)
                            .withPRF(PBKDF2Config.PRF_SHA512)
                            .build())
                    .build());
        } else {
            store.store(archive, Uploads.PASSWORD.toCharArray());
        }
        return archive.toByteArray();
    }

    private static byte[] jks(int count, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xFEEDFEED);
        out.writeInt(2);
        out.writeInt(count);
        body.write(out);
        out.write(new byte[20]);
        return bytes.toByteArray();
    }

    private static void entry(DataOutputStream out, int kind, int length) throws IOException {
        out.writeInt(kind);
        out.writeUTF("a");
        out.writeLong(0);
        out.writeInt(length);
    }

    /** What follows the head of a JKS file. */
    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }
}
