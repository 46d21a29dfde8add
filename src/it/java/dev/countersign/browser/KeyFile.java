package dev.countersign.browser;

import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A key pair with a certificate, made now, in the files that a client's developer may send. Immutable. */
record KeyFile(KeyPair pair, X509Certificate certificate) {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration AGE = Duration.ofDays(90);
    private static final Duration REST = Duration.ofDays(300);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Such as {@code CN=billing}. */
    static KeyFile of(String subject) throws Exception {
        return of(subject, REST);
    }

    static KeyFile expired(String subject) throws Exception {
        return of(subject, Duration.ofDays(-3));
    }

    /** One that is good for so long from now on. */
    static KeyFile of(String subject, Duration rest) throws Exception {
        Instant now = CLOCK.instant();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X500Principal name = new X500Principal(subject);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.TEN, Date.from(now.minus(AGE)), Date.from(now.plus(rest)), name, pair.getPublic());
        return new KeyFile(pair, new JcaX509CertificateConverter().getCertificate(builder.build(signer(pair))));
    }

    String pem() throws GeneralSecurityException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    /** With the private key, as it should not travel. */
    String pemWithPrivateKey() throws GeneralSecurityException {
        return privateKey() + pem();
    }

    String privateKey() {
        return block("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    String publicKey() {
        return block("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** A certificate signing request: proves possession of the private key. */
    String request() throws OperatorCreationException, IOException {
        return block(
                "CERTIFICATE REQUEST",
                new JcaPKCS10CertificationRequestBuilder(certificate.getSubjectX500Principal(), pair.getPublic())
                        .build(signer(pair))
                        .getEncoded());
    }

    /** @param type such as {@code JKS} */
    byte[] store(String type, String alias, String password) throws GeneralSecurityException, IOException {
        KeyStore store = type.equals("BCFKS")
                ? KeyStore.getInstance(type, new BouncyCastleProvider())
                : KeyStore.getInstance(type);
        store.load(null, null);
        store.setKeyEntry(alias, pair.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        store.store(content, password.toCharArray());
        return content.toByteArray();
    }

    /** As a browser's file dialog hands it over. */
    static FilePayload file(String name, byte[] content) {
        return new FilePayload(name, "application/octet-stream", content);
    }

    static FilePayload file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static ContentSigner signer(KeyPair pair) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
