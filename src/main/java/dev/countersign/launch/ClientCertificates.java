package dev.countersign.launch;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client certificate through the handshake, which proves that the client holds its private key; the
 * application judges whom it names (RFC 8705, section 2). The list of CAs that it sends is empty, since Java clients
 * offer a self-signed certificate to no other one. Chains are bounded, for they stay as long as the connection.
 * Stateless.
 */
final class ClientCertificates extends X509ExtendedTrustManager {
    /** As many as the JDK accepts in a handshake. */
    static final int MAX_CERTIFICATES = 10;

    /** Of all certificates of a chain; three of RSA 4096 have 6 KB. */
    static final int MAX_CHAIN_BYTES = 16 * 1024;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain.length == 0 || chain.length > MAX_CERTIFICATES) {
            throw new CertificateException(
                    "a client presents 1 to " + MAX_CERTIFICATES + " certificates, not " + chain.length);
        }
        long bytes = 0;
        for (X509Certificate certificate : chain) {
            bytes += certificate.getEncoded().length;
        }
        if (bytes > MAX_CHAIN_BYTES) {
            throw new CertificateException(
                    "a client's certificates have at most " + MAX_CHAIN_BYTES + " bytes together, these have " + bytes);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is the trust manager of a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
