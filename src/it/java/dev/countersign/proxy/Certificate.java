package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of {@code localhost}, made now, in the files that proxies read. Immutable. */
record Certificate(Path chain, Path key, Path both, SSLContext trusting) {

    private static final char[] PASSWORD = "for this test only".toCharArray();

    static Certificate in(Path folder) throws Exception {
        Path store = folder.resolve("edge.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "edge",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            own.load(in, PASSWORD);
        }
        String chain = pem("CERTIFICATE", own.getCertificate("edge").getEncoded());
        String key = pem("PRIVATE KEY", own.getKey("edge", PASSWORD).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("edge", own.getCertificate("edge"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, factory.getTrustManagers(), null);
        return new Certificate(
                Files.writeString(folder.resolve("edge.pem"), chain),
                Files.writeString(folder.resolve("edge.key"), key),
                Files.writeString(folder.resolve("edge.both.pem"), chain + key),
                trusting);
    }

    /** TLS over a connection that is there already. */
    Socket over(Socket plain) throws IOException {
        return trusting.getSocketFactory()
                .createSocket(plain, InetAddress.getLoopbackAddress().getHostName(), plain.getPort(), true);
    }

    private static String pem(String type, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
