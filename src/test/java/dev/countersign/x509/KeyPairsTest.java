package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.BusyException;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import dev.countersign.manage.UnacceptableKeyException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.naming.ldap.LdapName;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPairsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.987654321Z");
    private static final Instant NOW_IN_SECONDS = Instant.parse("2026-03-01T12:00:00Z");
    private static final ClientId BILLING = new ClientId("billing");

    private final KeyPairs pairs = new KeyPairs(() -> NOW);

    /** The longer RSA keys, which take long, are the tools' test's. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SHA256withRSA",
        "P_256, SHA256withECDSA",
        "P_384, SHA384withECDSA",
        "P_521, SHA512withECDSA",
        "ED25519, Ed25519"
    })
    void aCertificateSaysWhatItsKeyIsAndIsFor(KeyPairType type, String signature) throws Exception {
        IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.PEM, type));
        X509Certificate certificate = Orders.certificate(issued);

        certificate.verify(certificate.getPublicKey());
        assertThat(new KeyDescriptions().describe(certificate.getPublicKey()))
                .extracting("algorithm", "size")
                .containsExactly(type.algorithm(), type.size());
        assertThat(certificate.getSigAlgName().replace("EdDSA", "Ed25519")).isEqualTo(signature);
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSerialNumber().signum()).isPositive();
        assertThat(certificate.getSerialNumber().bitLength()).isEqualTo(128);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=billing");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW_IN_SECONDS.minusSeconds(60));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW_IN_SECONDS.plus(Orders.VALIDITY));
        assertThat(certificate.getKeyUsage())
                .containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        assertThat(certificate.getNonCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.14", "2.5.29.37");
    }

    @Test
    void theCertificateIsRegisteredUnderItsThumbprint() throws Exception {
        IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.PKCS12, KeyPairType.P_256));
        ClientCertificate registered = issued.registered();

        assertThat(registered.kind()).isEqualTo(Kind.CERTIFICATE);
        assertThat(registered.alias()).isEqualTo(Orders.ALIAS);
        assertThat(registered.createdAt()).isEqualTo(NOW);
        assertThat(registered.notAfter()).contains(NOW_IN_SECONDS.plus(Orders.VALIDITY));
        assertThat(registered.kid())
                .isEqualTo(PublicJsonWebKey.Factory.newPublicJwk(
                                Orders.certificate(issued).getPublicKey())
                        .calculateBase64urlEncodedThumbprint("SHA-256"));
    }

    @Test
    void twoHaveNothingInCommon() throws Exception {
        KeyPairOrder order = Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519);
        X509Certificate one = Orders.certificate(pairs.issue(BILLING, order));
        X509Certificate other = Orders.certificate(pairs.issue(BILLING, order));

        assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
        assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=evil,O=x",
                "a+b=c",
                "#03020100",
                "\"quoted\"",
                "a\\,b\\",
                "<a>;b/c",
                "a  b",
                "a,  ,b",
                "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
                "~"
            })
    void aStrangeIdIsTheWholeNameAndNothingMore(String id) throws Exception {
        X509Certificate certificate =
                Orders.certificate(pairs.issue(new ClientId(id), Orders.of(ArchiveFormat.JKS, KeyPairType.ED25519)));

        assertThat(commonNames(certificate)).containsExactly(id);
        // Parsing it as text gives the same.
        LdapName name = new LdapName(certificate.getSubjectX500Principal().getName());
        assertThat(name.size()).isOne();
        assertThat(name.getRdn(0).getValue()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 65, 255})
    void aLongIdIsCutToWhatANameMayHave(int length) throws Exception {
        // With a space as the last one that stays.
        ClientId client = new ClientId(("x".repeat(63) + " " + "=".repeat(191)).substring(0, length));

        X509Certificate certificate =
                Orders.certificate(pairs.issue(client, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519)));

        assertThat(commonNames(certificate))
                .containsExactly(client.value().substring(0, Math.min(length, SelfSignedCertificates.MAX_NAME_CHARS)));
    }

    @Test
    void theLastInstantMayBeInAnyCentury() throws Exception {
        Duration longest = KeyPairOrder.MAX_VALIDITY;
        X509Certificate certificate =
                Orders.certificate(pairs.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519, longest)));

        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW_IN_SECONDS.plus(longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT59.999S", "P36500DT0.000000001S", "PT2562047788015215H"})
    void aValidityOutOfRangeIsRefused(Duration validity) {
        assertThatThrownBy(() -> pairs.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519, validity)))
                .isInstanceOfSatisfying(
                        UnacceptableKeyException.class,
                        refused -> assertThat(refused.field()).isEqualTo("validity"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a\nb", "a\0", "a\u0085", "\ud83d", "a\udd11b", "a\u202Efdp.exe", "a\u200B", "a\u2028b"
            })
    void anAliasThatNobodyCanTypeIsRefused(String alias) {
        assertThatThrownBy(() -> pairs.issue(BILLING, Orders.named(ArchiveFormat.PKCS12, alias)))
                .isInstanceOfSatisfying(
                        UnacceptableKeyException.class,
                        refused -> assertThat(refused.field()).isEqualTo("alias"));
    }

    @Test
    void anAliasIsBounded() {
        String longest = "x".repeat(ClientCertificate.MAX_ALIAS_CHARS);

        assertThat(pairs.issue(BILLING, Orders.named(ArchiveFormat.PKCS12, longest))
                        .registered()
                        .alias())
                .isEqualTo(longest);
        assertThatThrownBy(() -> pairs.issue(BILLING, Orders.named(ArchiveFormat.PKCS12, longest + "x")))
                .isInstanceOf(UnacceptableKeyException.class);
    }

    @Test
    void whoComesWhileAllPlacesAreTakenIsSentAwayAtOnce() throws Exception {
        CountDownLatch allAtWork = new CountDownLatch(KeyPairs.MAX_AT_ONCE);
        CountDownLatch goOn = new CountDownLatch(1);
        KeyPairs slow = new KeyPairs(() -> {
            allAtWork.countDown();
            await(goOn);
            return NOW;
        });
        ExecutorService administrators = Executors.newFixedThreadPool(KeyPairs.MAX_AT_ONCE);
        try {
            List<Future<IssuedKeyPair>> made = new ArrayList<>();
            for (int i = 0; i < KeyPairs.MAX_AT_ONCE; i++) {
                made.add(administrators.submit(
                        () -> slow.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519))));
            }
            await(allAtWork);

            assertThatThrownBy(() -> slow.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519)))
                    .isInstanceOf(BusyException.class);

            goOn.countDown();
            for (Future<IssuedKeyPair> one : made) {
                assertThat(one.get(1, TimeUnit.MINUTES).archive().isEmpty()).isFalse();
            }
            // The places are free again.
            slow.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519));
        } finally {
            goOn.countDown();
            administrators.shutdown();
        }
    }

    @Test
    void aPlaceIsFreeAgainAfterAFailure() {
        KeyPairs broken = new KeyPairs(() -> {
            throw new IllegalStateException("no clock");
        });
        for (int i = 0; i <= KeyPairs.MAX_AT_ONCE; i++) {
            assertThatThrownBy(() -> broken.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.ED25519)))
                    .hasMessage("no clock");
        }
    }

    @Test
    void whoClosesItWipesTheArchive() {
        IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.JWK, KeyPairType.ED25519));
        byte[] archive = issued.archive().bytes();

        assertThat(issued.toString())
                .isEqualTo("IssuedKeyPair[" + issued.registered().id() + "]");
        issued.close();

        assertThat(archive).containsOnly(0);
    }

    private static List<String> commonNames(X509Certificate certificate) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        assertThat(name.getRDNs()).hasSize(1);
        assertThat(name.getRDNs()[0].isMultiValued()).isFalse();
        assertThat(name.getRDNs()[0].getFirst().getType()).isEqualTo(BCStyle.CN);
        return List.of(name.getRDNs()[0].getFirst().getValue().toString());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
