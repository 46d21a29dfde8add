package dev.countersign.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Reads the private key and certificate of the HTTPS server. */
final class ServerCertificate {
    /** Sessions that are kept for resumption; the JDK's default is 20 480 for a day. */
    private static final int MAX_SESSIONS = 1000;

    /** Where client certificates are asked for: each session keeps the certificates too. */
    private static final int MAX_SESSIONS_WITH_CERTIFICATES = 250;

    private ServerCertificate() {}

    /** @param asks whether client certificates are asked for */
    static SslContextFactory.Server load(Options.Tls tls, boolean asks) throws StartupException {
        String password = SecretFile.read(tls.passwordFile());
        SslContextFactory.Server factory = asks ? new AskingTls() : new SslContextFactory.Server();
        factory.setKeyStore(keyStore(tls, password));
        factory.setKeyStorePassword(password);
        factory.setKeyManagerPassword(password);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setRenegotiationAllowed(false);
        factory.setSslSessionCacheSize(asks ? MAX_SESSIONS_WITH_CERTIFICATES : MAX_SESSIONS);
        return factory;
    }

    private static KeyStore keyStore(Options.Tls tls, String password) throws StartupException {
        if (!Files.isReadable(tls.keyStore())) {
            throw new StartupException("cannot read the key store " + tls.keyStore());
        }
        try {
            // Detects by itself whether this is PKCS12 or JKS.
            KeyStore keyStore = KeyStore.getInstance(tls.keyStore().toFile(), password.toCharArray());
            for (String alias : Collections.list(keyStore.aliases())) {
                if (keyStore.isKeyEntry(alias)) {
                    keyStore.getKey(alias, password.toCharArray());
                    return keyStore;
                }
            }
            throw new StartupException("the key store " + tls.keyStore() + " has no private key");
        } catch (IOException | GeneralSecurityException e) {
            throw StartupException.because("cannot open the key store " + tls.keyStore(), e);
        }
    }
}
