package dev.countersign.x509;

import dev.countersign.auth.BusyException;
import dev.countersign.auth.KeyPairIssuer;
import dev.countersign.auth.KeyPairOrder;
import dev.countersign.auth.Secret;
import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * Makes a key pair, a certificate that it signs itself, and the archive in which both leave. What can be wiped of the private key is wiped; Java's own key
 * objects cannot, and are left to the garbage collector. Thread-safe.
 */
public final class KeyPairs implements KeyPairIssuer {

    /**
     * A long RSA key takes a core for half a second on average, and for several at times. Whoever comes third is sent away and does not wait: those who wait
     * would hold the server's threads.
     */
    static final int AT_ONCE = 2;

    private static final Duration SHORTEST_VALIDITY = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final SelfSignedCertificates certificates;
    private final Registration registration;

    public KeyPairs(InstantSource clock) {
        certificates = new SelfSignedCertificates(clock);
        registration = new Registration(clock);
    }

    @Override
    public IssuedKeyPair issue(ClientId client, KeyPairOrder order) {
        checkAlias(order.alias());
        checkValidity(order.validity());
        try (ArchivePasswords passwords = ArchivePasswords.of(order)) {
            if (!places.tryAcquire()) {
                throw new BusyException(
                        "As many key pairs as may be are being made already: come back in a few seconds.");
            }
            try {
                return issued(client, order, passwords);
            } finally {
                places.release();
            }
        }
    }

    private IssuedKeyPair issued(ClientId client, KeyPairOrder order, ArchivePasswords passwords) {
        try {
            KeyPairRecipe recipe = KeyPairRecipe.of(order.type());
            KeyPair pair = recipe.make();
            byte[] der = certificates.of(pair, recipe, client, order.validity());
            // Read as if it came from outside: what is registered is what will be accepted.
            ClientCertificate registered =
                    registration.of(FoundKey.certificate(der).withAlias(order.alias()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            byte[] archive = ArchiveWriter.of(order.format())
                    .write(new NewKeyPair(pair.getPrivate(), certificate, registered), passwords);
            return new IssuedKeyPair(registered, new Secret(archive));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot make " + order.type() + " in " + order.format(), e);
        }
    }

    private static void checkAlias(String alias) {
        if (alias.isBlank() || alias.length() > ClientCertificate.MAX_ALIAS_LENGTH) {
            throw new UnacceptableKeyException(
                    "alias",
                    "An alias has 1 to " + ClientCertificate.MAX_ALIAS_LENGTH
                            + " characters, and not blanks only: the key is found by it.");
        }
        if (!alias.codePoints().allMatch(ShownText::isShown)) {
            throw new UnacceptableKeyException("alias", "All characters of an alias can be seen.");
        }
    }

    private static void checkValidity(Duration validity) {
        if (validity.compareTo(SHORTEST_VALIDITY) < 0
                || validity.compareTo(SelfSignedCertificates.LONGEST_VALIDITY) > 0) {
            throw new UnacceptableKeyException(
                    "validity",
                    "A certificate is valid for 1 second to " + SelfSignedCertificates.LONGEST_VALIDITY.toDays()
                            + " days.");
        }
    }
}
