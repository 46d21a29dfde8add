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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of an elliptic curve, self-signed or of a new CA, made now, in memory and in every kind of file that
 * servers read. Immutable.
 */
public final class TestCertificate {

    /** Of the key stores. */
    public static final String PASSWORD = "for this test only";

    private static final String ALIAS = "server";
    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final String base;
    private final Certificate certificate;
    private final Certificate issuer;
    private final Key key;

    private TestCertificate(Path folder, String base, KeyStore made) throws GeneralSecurityException {
        this.folder = folder;
        this.base = base;
        Certificate[] chain = made.getCertificateChain(ALIAS);
        this.certificate = chain[0];
        this.issuer = chain[chain.length - 1];
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

    /** One of a CA that is made for it, always by the same name. */
    public static TestCertificate issued(String names, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        String base = base(names);
        Path store = folder.resolve(base + ".made.p12");
        keytool(folder, store, AUTHORITY, "-dname", "CN=Clients", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
        keytool(folder, store, ALIAS, "-dname", "CN=localhost", "-ext", "san=" + names, "-signer", AUTHORITY);
        return new TestCertificate(folder, base, KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
    }

    /** One that expired five days ago. */
    public static TestCertificate expired(String names, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        return of(names, "-10d", "5", folder);
    }

    /** @param start as keytool writes it, {@code -10d} */
    private static TestCertificate of(String names, String start, String days, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        String base = base(names);
        Path store = folder.resolve(base + ".made.p12");
        keytool(
                folder,
                store,
                ALIAS,
                "-dname",
                "CN=localhost",
                "-startdate",
                start,
                "-validity",
                days,
                "-ext",
                "san=" + names);
        return new TestCertificate(folder, base, KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
    }

    private static String base(String names) {
        return names.replaceAll("\\W", "-");
    }

    /** Makes a key pair with a certificate. */
    private static void keytool(Path folder, Path store, String alias, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC"));
        command.addAll(List.of(options));
        Path log = folder.resolve("keytool.log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
    }

    /** The certificate of the CA that has issued it, as PEM; self-signed: itself. */
    public String issuerPem() throws GeneralSecurityException {
        return pem("CERTIFICATE", issuer.getEncoded());
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
