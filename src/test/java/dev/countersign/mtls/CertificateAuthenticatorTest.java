package dev.countersign.mtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.CertificatePaths;
import dev.countersign.auth.Check;
import dev.countersign.auth.ClientKeys;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.NoKeys;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PresentedCertificate;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class CertificateAuthenticatorTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final ClientId BILLING = new ClientId("billing");
    private static final X509Certificate OWN = certificate();
    private static final X509Certificate OTHER = certificate();

    private final List<VerificationKey> keys = new ArrayList<>();
    private final List<Optional<String>> asked = new ArrayList<>();

    @Test
    void mtls5_theRegisteredCertificateAndNoOther() throws Exception {
        keys.add(key(OWN, "c1"));

        Outcome own = judge(selfSigned(), OWN);

        assertThat(own).isInstanceOf(Outcome.Granted.class);
        Outcome.Granted granted = (Outcome.Granted) own;
        assertThat(granted.method()).isEqualTo(AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
        assertThat(granted.credentialId()).contains("c1");
        assertThat(judge(selfSigned(), OTHER))
                .as("the same subject with another key")
                .isEqualTo(new Outcome.Refused(Refusal.WRONG_CERTIFICATE));
    }

    @Test
    void mtls5_onlyTheFirstCertificateIsTheClient() throws Exception {
        keys.add(key(OWN, "c1"));

        assertThat(judge(selfSigned(), OTHER, OWN)).isEqualTo(new Outcome.Refused(Refusal.WRONG_CERTIFICATE));
        assertThat(judge(selfSigned(), OWN, OTHER)).isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void mtls5_aKeyWithAThumbprintAloneIsNoCertificate() throws Exception {
        VerificationKey whole = key(OWN, "c1");
        keys.add(new VerificationKey(
                whole.kid(),
                whole.thumbprint(),
                whole.key(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

        assertThat(judge(selfSigned(), OWN)).isEqualTo(new Outcome.Refused(Refusal.WRONG_CERTIFICATE));
    }

    @Test
    void mtls5_anUnknownCertificateIsLookedForAnew() throws Exception {
        judge(selfSigned(), OWN);

        assertThat(asked)
                .containsExactly(Optional.empty(), Optional.of(chain(OWN).thumbprint()));
    }

    @Test
    void mtls5_theDatesCountUnlessTheyAreSetNotTo() throws Exception {
        keys.add(key(OWN, "c1"));

        assertThat(judge(at(NOW.plus(Duration.ofDays(2)), false), selfSigned(), OWN))
                .isEqualTo(new Outcome.Refused(Refusal.CERTIFICATE_NOT_VALID));
        assertThat(judge(at(NOW.minus(Duration.ofDays(2)), false), selfSigned(), OWN))
                .isEqualTo(new Outcome.Refused(Refusal.CERTIFICATE_NOT_VALID));
        assertThat(judge(at(NOW.plus(Duration.ofDays(2)), true), selfSigned(), OWN))
                .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void mtls5_aReplacedCertificateIsRefusedFromItsEndOnWhateverIsSet() throws Exception {
        VerificationKey own = key(OWN, "c1");
        keys.add(new VerificationKey(
                own.kid(),
                own.thumbprint(),
                own.key(),
                own.algorithm(),
                own.notBefore(),
                own.notAfter(),
                own.credentialId(),
                Optional.of(NOW)));

        for (boolean expiredCertificates : List.of(false, true)) {
            assertThat(judge(at(NOW.minusNanos(1), expiredCertificates), selfSigned(), OWN))
                    .isInstanceOf(Outcome.Granted.class);
            assertThat(judge(at(NOW, expiredCertificates), selfSigned(), OWN))
                    .isEqualTo(new Outcome.Refused(Refusal.CERTIFICATE_NOT_VALID));
        }
        assertThat(at(NOW, true).explain(new PresentedCertificate(BILLING, chain(OWN)), selfSigned()))
                .anySatisfy(check -> {
                    assertThat(check.result()).isEqualTo(Check.Result.FAILED);
                    assertThat(check.found()).contains("replaced by a newer one, ended " + NOW);
                });
    }

    @Test
    void mtls5_theRegisteredMethodDecides() throws Exception {
        keys.add(key(OWN, "c1"));

        assertThat(judge(trusted("CN=billing"), OWN))
                .as("a registered certificate does not replace a CA")
                .isEqualTo(new Outcome.Refused(Refusal.UNTRUSTED_CERTIFICATE));
        assertThat(judge(trusting(), selfSigned(), OTHER))
                .as("nor does a CA replace a registered certificate")
                .isEqualTo(new Outcome.Refused(Refusal.WRONG_CERTIFICATE));
    }

    @Test
    void mtls3_aTrustedCertificateCountsByItsSubject() throws Exception {
        assertThat(judge(trusting(), trusted("cn=Billing"), OWN)).isInstanceOf(Outcome.Granted.class);
        assertThat(judge(trusting(), trusted("CN=orders"), OWN)).isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
        assertThat(judge(trusting(), client(AuthMethod.TLS_CLIENT_AUTH, Map.of()), OWN))
                .as("nothing is registered")
                .isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
    }

    @Test
    void mtls3_aSubjectThatWasFoundIsRememberedForThisCertificateAlone() throws Exception {
        CertificateAuthenticator authenticator = trusting();
        X509Certificate orders = certificate("CN=orders");
        for (int i = 0; i < 2; i++) {
            assertThat(judge(authenticator, trusted("CN=billing"), OWN)).isInstanceOf(Outcome.Granted.class);
            assertThat(judge(authenticator, trusted("CN=billing"), orders))
                    .isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
            assertThat(judge(authenticator, trusted("CN=billing"), orders, OWN))
                    .as("only the first certificate is the client")
                    .isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
            assertThat(judge(authenticator, trusted("CN=orders"), OWN))
                    .as("the client's registration has changed")
                    .isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
            assertThat(judge(
                            authenticator,
                            client(AuthMethod.TLS_CLIENT_AUTH, Map.of("tls_client_auth_san_dns", "CN=billing")),
                            OWN))
                    .as("the same text of another kind")
                    .isEqualTo(new Outcome.Refused(Refusal.WRONG_SUBJECT));
        }
    }

    @Test
    void theMethodWithACaIsThereWhereThereIsOne() {
        assertThat(trusting().methods())
                .containsExactlyInAnyOrder(AuthMethod.TLS_CLIENT_AUTH, AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
        assertThat(at(NOW, false).methods()).containsExactly(AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    }

    @Test
    void explanationsTellWhatIsRegisteredAndWhatCame() throws Exception {
        keys.add(key(OWN, "c1"));

        List<Check> right = at(NOW, false).explain(new PresentedCertificate(BILLING, chain(OWN)), selfSigned());
        List<Check> wrong = at(NOW, false).explain(new PresentedCertificate(BILLING, chain(OTHER)), selfSigned());

        assertThat(right).extracting(Check::id).containsExactly("certificate_registered", "certificate_dates");
        assertThat(right).extracting(Check::result).containsOnly(Check.Result.PASSED);
        assertThat(wrong).extracting(Check::result).containsExactly(Check.Result.FAILED);
        assertThat(wrong.get(0).expected()).contains(chain(OWN).thumbprint());
        assertThat(wrong.get(0).found()).contains(chain(OTHER).thumbprint());
    }

    @Test
    void aKeySetThatIsAwayIsUndecided() {
        CertificateAuthenticator authenticator = authenticator(
                (client, kid) -> {
                    throw new UnavailableException("the origin is away");
                },
                CertificatePaths.NONE,
                NOW,
                false);

        assertThatThrownBy(
                        () -> authenticator.authenticate(new PresentedCertificate(BILLING, chain(OWN)), selfSigned()))
                .isInstanceOf(UnavailableException.class);
    }

    private Outcome judge(Client client, X509Certificate... chain) throws Exception {
        return judge(at(NOW, false), client, chain);
    }

    private static Outcome judge(CertificateAuthenticator authenticator, Client client, X509Certificate... chain)
            throws Exception {
        return authenticator.authenticate(new PresentedCertificate(BILLING, chain(chain)), client);
    }

    private CertificateAuthenticator at(Instant now, boolean expiredCertificates) {
        return authenticator(this::find, CertificatePaths.NONE, now, expiredCertificates);
    }

    /** Every certificate comes from a CA that is trusted. */
    private CertificateAuthenticator trusting() {
        return authenticator(
                this::find,
                new CertificatePaths() {

                    @Override
                    public List<Authority> authorities() {
                        return List.of(new Authority("00", "CN=CA", true, NOW));
                    }

                    @Override
                    public Judgement judge(CertificateChain chain, Optional<String> authority) {
                        try {
                            return new Judgement(
                                    Optional.empty(),
                                    Optional.of(chain.certificates().get(0)));
                        } catch (java.io.IOException e) {
                            throw new IllegalArgumentException(e);
                        }
                    }

                    @Override
                    public List<Check> explain(CertificateChain chain, Optional<String> authority) {
                        return List.of();
                    }
                },
                NOW,
                false);
    }

    private List<VerificationKey> find(Client client, Optional<String> kid) {
        asked.add(kid);
        return keys;
    }

    private static CertificateAuthenticator authenticator(
            ClientKeys keys, CertificatePaths paths, Instant now, boolean expiredCertificates) {
        AssertionRules rules = new AssertionRules(
                Contexts.RULES.issuer(),
                Contexts.RULES.audience(),
                Contexts.RULES.clockSkew(),
                Contexts.RULES.longestLife(),
                Contexts.RULES.algorithms(),
                expiredCertificates);
        AuthenticatorContext plain = Contexts.of(InstantSource.fixed(now), NoKeys.NONE);
        return new CertificateAuthenticator(new AuthenticatorContext(
                plain.clock(),
                plain.keys(),
                plain.secrets(),
                keys,
                rules,
                plain.replayGuard(),
                plain.signatures(),
                paths));
    }

    private static Client selfSigned() {
        return client(AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH, Map.of());
    }

    private static Client trusted(String subject) {
        return client(AuthMethod.TLS_CLIENT_AUTH, Map.of("tls_client_auth_subject_dn", subject));
    }

    private static Client client(AuthMethod method, Map<String, String> properties) {
        return new Client(BILLING, ClientProfile.confidential(method, properties), List.of(), 1, NOW, NOW);
    }

    private static CertificateChain chain(X509Certificate... certificates) throws java.io.IOException {
        return CertificateChain.of(certificates);
    }

    private static VerificationKey key(X509Certificate certificate, String id) throws java.io.IOException {
        return new VerificationKey(
                Optional.of("k1"),
                Optional.of(chain(certificate).thumbprint()),
                certificate.getPublicKey(),
                Optional.empty(),
                Optional.of(certificate.getNotBefore().toInstant()),
                Optional.of(certificate.getNotAfter().toInstant()),
                Optional.of(id));
    }

    /** Each with a key of its own. */
    private static X509Certificate certificate() {
        return certificate("CN=billing");
    }

    private static X509Certificate certificate(String subject) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
            X500Principal name = new X500Principal(subject);
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(NOW.minus(Duration.ofDays(1))),
                                    Date.from(NOW.plus(Duration.ofDays(1))),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        } catch (java.security.GeneralSecurityException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
