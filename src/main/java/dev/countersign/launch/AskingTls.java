package dev.countersign.launch;

import java.security.KeyStore;
import java.security.cert.CRL;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS that asks for a client certificate without insisting on one. */
final class AskingTls extends SslContextFactory.Server {

    AskingTls() {
        setWantClientAuth(true);
    }

    /** In the place of Jetty's, which knows the key store's own certificates only. */
    @Override
    protected TrustManager[] getTrustManagers(KeyStore trustStore, Collection<? extends CRL> crls) {
        return new TrustManager[] {new ClientCertificates()};
    }
}
