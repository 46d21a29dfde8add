package dev.countersign.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate of an elliptic curve, made now, in memory and in every kind of file that servers read.
 * Immutable.
 */
public final class TestCertificate {

    /** Of the key stores. */
    public static final String PASSWORD = "for this test only";

    private static final String ALIAS = "server";

    private final Path folder;
    private final String base;
    private final Certificate certificate;
    private final Key key;

    private TestCertificate(Path folder, String base, KeyStore made) throws GeneralSecurityException {
        this.folder = folder;
        this.base = base;
        this.certificate = made.getCertificate(ALIAS);
        this.key = made.getKey(ALIAS, PASSWORD.toCharArray());
    }

    /** For this machine, by name and by address. */
    public static TestCertificate ofLocalhost(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        return of("dns:localhost,ip:127.0.0.1", folder);
    }

    /**
     * Makes one.
     *
     * @param names as keytool writes alternative names, {@code dns:localhost}
     * @param folder where its files go; several may share it
     */
    public static TestCertificate of(String names, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        return of(names, "-0d", "90", folder);
    }

    /** One that expired five days ago. */
    public static TestCertificate expired(String names, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        return of(names, "-10d", "5", folder);
    }

    /** @param start as keytool writes it, {@code -10d} */
    private static TestCertificate of(String names, String start, String days, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        String base = names.replaceAll("\\W", "-");
        Path store = folder.resolve(base + ".made.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-startdate",
                        start,
                        "-validity",
                        days,
                        "-ext",
                        "san=" + names)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        return new TestCertificate(folder, base, KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
    }

    /** Of who shows it. */
    public SSLContext serving() throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own("PKCS12"), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Of a client that has this certificate, and believes the server's alone. */
    public SSLContext presentingTo(TestCertificate server) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own("PKCS12"), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), server.trustManagers(), null);
        return context;
    }

    /** Of who believes it, and nothing else. */
    public SSLContext trusting() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers(), null);
        return context;
    }

    private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    /** The certificate, as PEM. */
    public Path pem() throws IOException, GeneralSecurityException {
        return Files.writeString(folder.resolve(base + ".pem"), certificateText());
    }

    /** The private key, as PEM. */
    public Path keyPem() throws IOException {
        return Files.writeString(folder.resolve(base + ".key"), keyText());
    }

    /** The one behind the other, as PEM. */
    public Path bothPem() throws IOException, GeneralSecurityException {
        return Files.writeString(folder.resolve(base + ".both.pem"), certificateText() + keyText());
    }

    /** @param type {@code PKCS12}, {@code JKS} */
    public Path keyStore(String type) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(base + '.' + type);
        try (OutputStream out = Files.newOutputStream(file)) {
            own(type).store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private KeyStore own(String type) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance(type);
        own.load(null, null);
        own.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new Certificate[] {certificate});
        return own;
    }

    private String certificateText() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private String keyText() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String type, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
