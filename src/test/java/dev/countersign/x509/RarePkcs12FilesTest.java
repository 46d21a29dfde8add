package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.manage.KeyPairType;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PBMAC1Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBMac1CalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tools of today do not make yet, or only ours. */
class RarePkcs12FilesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Uploads uploads = new Uploads(NOW);

    @Test
    void scryptAndPbmac1() throws Exception {
        KeyPair pair = TestKeys.ed25519();
        X509Certificate certificate = TestKeys.certificate(pair);
        char[] password = Uploads.PASSWORD.toCharArray();
        OutputEncryptor scrypt = new JcePKCSPBEOutputEncryptorBuilder(
                        new ScryptConfig.Builder(1 << 14, 8, 1)
                                .withSaltLength(16)
                                .build(),
                        NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(BouncyCastle.PROVIDER)
                .build(password);
        AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA512, DERNull.INSTANCE);
        PBMAC1Params mac = new PBMAC1Params(
                new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(new byte[16], 2048, 64, hmac)),
                hmac);
        byte[] file = new PKCS12PfxPduBuilder()
                .addEncryptedData(scrypt, new JcaPKCS12SafeBagBuilder(certificate).build())
                .addData(new JcaPKCS12SafeBagBuilder(pair.getPrivate(), scrypt).build())
                .build(new BcPKCS12PBMac1CalculatorBuilder(mac), password)
                .getEncoded();

        // Neither bag has a mark, so the only key is that of the only certificate.
        assertThat(Base64.getDecoder()
                        .decode(Uploads.only(uploads.bring(ImportFormat.PKCS12, file, Uploads.PASSWORD))
                                .der()))
                .isEqualTo(certificate.getEncoded());
        assertThatThrownBy(() -> uploads.bring(ImportFormat.PKCS12, file, "another"))
                .hasMessageContaining("password is wrong");
    }

    /** RFC 9879, sections 5 and 9. */
    @Test
    void file5_pbmac1StatesTheLengthOfItsKey() throws Exception {
        AlgorithmIdentifier hmac = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
        for (Map.Entry<PBKDF2Params, String> file : Map.of(
                        new PBKDF2Params(new byte[16], 2048, hmac), "no keyLength, where at least 20",
                        new PBKDF2Params(new byte[16], 2048, 19, hmac), "a keyLength of 19, where at least 20",
                        new PBKDF2Params(new byte[16], 2048, 20, hmac), "password is wrong")
                .entrySet()) {
            PBMAC1Params mac =
                    new PBMAC1Params(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, file.getKey()), hmac);
            byte[] pfx = new Pfx(
                            new ContentInfo(
                                    PKCSObjectIdentifiers.data, new DEROctetString(new DERSequence().getEncoded())),
                            new MacData(
                                    new DigestInfo(
                                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1, mac),
                                            new byte[32]),
                                    new byte[8],
                                    1))
                    .getEncoded();

            assertThatThrownBy(() -> uploads.bring(ImportFormat.PKCS12, pfx, Uploads.PASSWORD))
                    .hasMessageContaining(file.getValue());
        }
    }

    @Test
    void aBcfksKeyStoreWithTheEmptyPassword() throws Exception {
        X509Certificate certificate = TestKeys.certificate(TestKeys.ed25519());
        for (String password : List.of("", "pässwörd")) {
            KeyStore store = KeyStore.getInstance("BCFKS", BouncyCastle.PROVIDER);
            store.load(null, null);
            store.setCertificateEntry("billing", certificate);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            store.store(file, password.toCharArray());

            assertThat(Uploads.only(uploads.bring(
                                    ImportFormat.BCFKS,
                                    file.toByteArray(),
                                    Optional.empty(),
                                    Optional.of(password).filter(text -> !text.isEmpty()),
                                    false))
                            .alias())
                    .isEqualTo("billing");
            if (!password.isEmpty()) {
                assertThatThrownBy(() -> uploads.bring(ImportFormat.BCFKS, file.toByteArray()))
                        .hasMessageStartingWith("The BCFKS key store has a password; give it.");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ArchiveFormat.class,
            names = {"PKCS12", "JKS", "BCFKS"})
    void whatWeMakeComesBack(ArchiveFormat format) {
        try (IssuedKeyPair issued =
                new KeyPairs(() -> NOW).issue(new ClientId("billing"), Orders.of(format, KeyPairType.P_256))) {
            assertThat(Uploads.only(uploads.bring(
                                    ImportFormat.valueOf(format.name()),
                                    issued.archive().bytes(),
                                    Optional.empty(),
                                    Optional.of(Orders.STORE_PASSWORD),
                                    false))
                            .der())
                    .isEqualTo(issued.registered().der());
        }
    }
}
