package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A TLS certificate with its private key, by which a client signs in ({@code tls_client_auth}, {@code
 * self_signed_tls_client_auth}; RFC 8705, section 2). The key store is read once: make another one of these when the
 * certificate has been renewed. Immutable.
 */
public final class ClientCertificate {

    private final KeyManager[] keys;
    private final Optional<KeyStore> trusted;

    private ClientCertificate(KeyManager[] keys, Optional<KeyStore> trusted) {
        this.keys = keys;
        this.trusted = trusted;
    }

    /**
     * The private key and the chain of a key store that holds one.
     *
     * @param password of the private key
     * @throws UnusableKeyException when there is no private key, or it cannot be read
     */
    public static ClientCertificate of(KeyStore store, char[] password) {
        if (new KeyStoreEntries(store).ownAliases().isEmpty()) {
            throw new UnusableKeyException(Problem.NO_PRIVATE_KEY, "The key store has no private key.");
        }
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return new ClientCertificate(factory.getKeyManagers(), Optional.empty());
        } catch (UnrecoverableKeyException e) {
            throw new UnusableKeyException(Problem.WRONG_PASSWORD, "The password of the private key is wrong.", e);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(Problem.UNREADABLE, "The private key cannot be read.", e);
        }
    }

    /**
     * The private key and the chain in a PKCS12 or JKS file that holds one.
     *
     * @param password such as a {@link Password}; the array is wiped after its use
     * @throws UnusableKeyException when there is no private key, or it cannot be read
     */
    public static ClientCertificate inKeyStore(Path file, Supplier<char[]> password) {
        char[] chars = password.get();
        try {
            return of(KeyStoreFile.read(file, chars), chars);
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** For servers whose certificates, or CAs, are in this key store; without it those count that Java trusts. */
    public ClientCertificate trusting(KeyStore servers) {
        return new ClientCertificate(keys, Optional.of(servers));
    }

    /**
     * For an {@code HttpClient} of one's own: an access token that is bound to the certificate is good over
     * connections with that certificate only (RFC 8705, section 3).
     */
    public SSLContext sslContext() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            @Nullable KeyStore servers = trusted.orElse(null);
            trust.init(servers);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    Problem.UNREADABLE, "The trusted certificates cannot be used: " + e.getMessage(), e);
        }
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "ClientCertificate";
    }
}
