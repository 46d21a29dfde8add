package dev.countersign.admin;

import dev.countersign.auth.CertificateChain;
import dev.countersign.auth.CertificatePaths;
import dev.countersign.auth.Check;
import dev.countersign.auth.Refusal;
import dev.countersign.client.UnavailableException;
import dev.countersign.keys.MalformedDerException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that is trusted for clients, made for a test: a certificate is trusted when it has signed it. Thread-safe. */
final class PlainAuthority implements CertificatePaths {

    static final String SUBJECT = "CN=Partner CA,O=Example";

    private static final Duration LIFE = Duration.ofDays(20);

    private final KeyPair pair = pair();
    private final Instant notAfter;
    private volatile boolean unavailable;
    private volatile boolean configured = true;
    private volatile List<RevocationList> lists = List.of();

    PlainAuthority(Instant now) {
        this.notAfter = now.plus(LIFE);
    }

    /** Revocation cannot be told from now on. */
    void fail() {
        unavailable = true;
    }

    /** It is taken out of the configuration. */
    void remove() {
        configured = false;
    }

    /** A certificate of this CA, in PEM. */
    String issue(String subject, GeneralName... names) throws Exception {
        return pem(certificate(subject, SUBJECT, pair(), pair, names));
    }

    /** A certificate of no CA, in PEM. */
    static String selfSigned(String subject) throws Exception {
        KeyPair own = pair();
        return pem(certificate(subject, subject, own, own));
    }

    static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** As a JSON text in quotation marks. */
    static String quoted(String pem) {
        return "\"" + pem.replace("\r", "").replace("\n", "\\n") + "\"";
    }

    String keyHash() throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(pair.getPublic().getEncoded()));
    }

    @Override
    public List<Authority> authorities() {
        try {
            return configured ? List.of(new Authority(keyHash(), SUBJECT, true, notAfter)) : List.of();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<RevocationList> lists() {
        return lists;
    }

    /** From now on. */
    void publish(RevocationList... published) {
        lists = List.of(published);
    }

    @Override
    public Judgement judge(CertificateChain chain, Optional<String> authority) {
        if (unavailable) {
            throw new UnavailableException("the revocation list is missing");
        }
        try {
            X509Certificate certificate = chain.certificates().get(0);
            boolean trusted = isSigned(certificate)
                    && authority.filter(key -> !isMine(key)).isEmpty();
            return new Judgement(
                    trusted ? Optional.empty() : Optional.of(Refusal.UNTRUSTED_CERTIFICATE), Optional.of(certificate));
        } catch (MalformedDerException e) {
            return new Judgement(Optional.of(Refusal.MALFORMED), Optional.empty());
        }
    }

    @Override
    public List<Check> explain(CertificateChain chain, Optional<String> authority) {
        boolean trusted = judge(chain, authority).refusal().isEmpty();
        return List.of(new Check("certificate_path", Check.Result.of(trusted), "a path", "this one", "Judged."));
    }

    private boolean isMine(String keyHash) {
        return authorities().stream().anyMatch(known -> known.keyHash().equals(keyHash));
    }

    private boolean isSigned(X509Certificate certificate) {
        try {
            certificate.verify(pair.getPublic());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] certificate(String subject, String issuer, KeyPair own, KeyPair signer, GeneralName... names)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.TWO,
                Date.from(AdminServer.START),
                Date.from(AdminServer.START.plus(LIFE)),
                new X500Principal(subject),
                own.getPublic());
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, subject.isEmpty(), new GeneralNames(names));
        }
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                .getEncoded();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
