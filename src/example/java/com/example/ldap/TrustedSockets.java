package com.example.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.naming.NamingException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Sockets that trust the certificates of one file. The platform's LDAP takes the name of a class and calls its {@code
 * getDefault}, so the factory is handed over by the thread that connects. The provider itself compares the host's name
 * with the certificate (RFC 4513, section 3.1.3).
 */
public abstract class TrustedSockets extends SocketFactory {

    private static final ThreadLocal<SSLSocketFactory> HANDED_OVER = new ThreadLocal<>();

    private TrustedSockets() {}

    /** The factory of the connection that this thread makes. */
    public static SocketFactory getDefault() {
        return HANDED_OVER.get();
    }

    /** @param trust PEM with at least one certificate; empty: those that the platform trusts */
    static SSLSocketFactory of(Optional<Path> trust) throws IOException, GeneralSecurityException {
        if (trust.isEmpty()) {
            return SSLContext.getDefault().getSocketFactory();
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(trust.get())) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
        }
        if (trusted.size() == 0) {
            throw new IOException("no certificate is in " + trust.get());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return tls.getSocketFactory();
    }

    static <T> T with(SSLSocketFactory sockets, Connecting<T> connecting) throws NamingException {
        HANDED_OVER.set(sockets);
        try {
            return connecting.connect();
        } finally {
            HANDED_OVER.remove();
        }
    }

    /** Makes a connection. */
    interface Connecting<T> {
        T connect() throws NamingException;
    }
}
